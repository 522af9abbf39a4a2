package dev.appmigrations.command.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes to. Its results go to standard output, and nothing else does:
 * whatever the application prints, its log included, is sent to standard error.
 *
 * @param out standard output
 * @param err standard error
 * @param exact standard output for what has to arrive as it is, such as a script for psql
 * @param console where a person sits, {@code null} if nobody does
 * @param colored whether colours may be used
 * @param quiet whether a person wants results, warnings and errors only
 * @param log where the application's log goes
 */
public record Terminal(PrintWriter out, PrintWriter err, PrintWriter exact, @Nullable Console console, boolean colored,
		boolean quiet, LogStream log) {

	/** The width of everything that is printed for people, in columns. */
	public static final int WIDTH = 80;

	/**
	 * Takes standard output for the command alone.
	 * @param json whether programs will read it, in UTF-8
	 * @return the terminal
	 */
	public static Terminal take(boolean json) {
		Charset charset = (json) ? StandardCharsets.UTF_8 : charset();
		LogStream log = new LogStream(new FileOutputStream(FileDescriptor.err));
		PrintStream err = new PrintStream(log, true, charset());
		System.setOut(err);
		System.setErr(err);
		Console console = interactive(System.console());
		String noColor = System.getenv("NO_COLOR");
		boolean colored = console != null && (noColor == null || noColor.isEmpty());
		return of(writer(FileDescriptor.out, charset), writer(FileDescriptor.err, charset()), json, console, colored,
				log);
	}

	/**
	 * Creates a terminal that shows what is hidden in the texts of others.
	 * @param out standard output
	 * @param err standard error
	 * @param json whether programs will read standard output
	 * @param console where a person sits, {@code null} if nobody does
	 * @param colored whether colours may be used
	 * @return the terminal
	 */
	public static Terminal of(Writer out, Writer err, boolean json, @Nullable Console console, boolean colored) {
		return of(out, err, json, console, colored, new LogStream(OutputStream.nullOutputStream()));
	}

	private static Terminal of(Writer out, Writer err, boolean json, @Nullable Console console, boolean colored,
			LogStream log) {
		// Without colours, too, a live line is drawn anew.
		boolean drawn = colored || console != null;
		return new Terminal(visible(out, json, drawn && !json), visible(err, false, drawn), new PrintWriter(out, true),
				console, colored, false, log);
	}

	/**
	 * Returns the same terminal for a person who wants results, warnings and errors only.
	 * @return a terminal on which no progress is shown
	 */
	public Terminal quieter() {
		return new Terminal(this.out, this.err, this.exact, this.console, this.colored, true, this.log);
	}

	/**
	 * Prints a warning on standard error, where no command has taken the terminal.
	 * @param warning one line
	 */
	public static void warn(String warning) {
		PrintWriter err = visible(writer(FileDescriptor.err, charset()), false, false);
		err.println(warning);
		err.flush();
	}

	private static Charset charset() {
		String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
		return (name != null) ? Charset.forName(name) : Charset.defaultCharset();
	}

	private static Writer writer(FileDescriptor descriptor, Charset charset) {
		return new OutputStreamWriter(new FileOutputStream(descriptor), charset);
	}

	private static PrintWriter visible(Writer writer, boolean json, boolean drawn) {
		return new PrintWriter(new VisibleWriter(writer, json, drawn), true);
	}

	/** From Java 22 on there may be a console without a terminal, which it can tell. */
	private static @Nullable Console interactive(@Nullable Console console) {
		if (console == null) {
			return null;
		}
		try {
			return (Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console))) ? console : null;
		}
		catch (ReflectiveOperationException ex) {
			return console;
		}
	}

	public boolean interactive() {
		return this.console != null;
	}

	/**
	 * Colours a text, where that may be.
	 * @param color the colour
	 * @param text the text
	 * @return the text, perhaps with escape sequences
	 */
	public String paint(Color color, String text) {
		return (this.colored) ? "\u001b[" + color.code + "m" + text + "\u001b[0m" : text;
	}

	/**
	 * Asks a person.
	 * @param question a question that is answered with yes or no
	 * @return whether the answer is yes
	 */
	public boolean confirm(String question) {
		String answer = (this.console != null) ? this.console.readLine("%s [y/N] ", VisibleText.lines(question)) : null;
		return answer != null && answer.trim().toLowerCase(Locale.ROOT).startsWith("y");
	}

	/**
	 * Asks a person for a word.
	 * @param question ends with what is asked for
	 * @return what was typed, empty if nobody has answered
	 */
	public String ask(String question) {
		String answer = (this.console != null) ? this.console.readLine("%s: ", VisibleText.lines(question)) : null;
		return (answer != null) ? answer.strip() : "";
	}

	public void flush() {
		this.log.finish();
		this.out.flush();
		this.exact.flush();
		this.err.flush();
	}

	/**
	 * The colours.
	 */
	public enum Color {

		RED("31"), GREEN("32"), YELLOW("33"), FAINT("2");

		private final String code;

		Color(String code) {
			this.code = code;
		}

	}

}
