package dev.appmigrations.documentation;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java code in the documentation is complete: with its imports, it compiles.
 */
class JavaSnippetTests {

	private static final Pattern NAME = Pattern.compile("^(?:public )?(?:final )?(?:class|interface|record) (\\w+)",
			Pattern.MULTILINE);

	@TempDir
	Path classes;

	static List<Snippet> snippets() throws IOException {
		return Snippet.all("java");
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void compiles(Snippet snippet) throws Exception {
		Matcher name = NAME.matcher(snippet.text());
		assertThat(name.find()).as("There is a class in it").isTrue();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		compiler
			.getTask(null, null, diagnostics, List.of("-d", this.classes.toString(), "-cp", classPath(), "-proc:none",
					"-Xlint:all", "-Xlint:-classfile"), null, List.of(new Source(name.group(1), snippet.text())))
			.call();
		assertThat(diagnostics.getDiagnostics()).filteredOn((found) -> found.getKind() == Diagnostic.Kind.ERROR)
			.extracting((found) -> found.getLineNumber() + ": " + found.getMessage(null))
			.isEmpty();
	}

	/**
	 * Compiles a block and loads its class.
	 * @param snippet the block
	 * @param classes the folder for the class
	 * @param root what stands for the root of the class path in locations
	 * @return the class
	 * @throws Exception if it does not compile
	 */
	static Class<?> compile(Snippet snippet, Path classes, String root) throws Exception {
		Matcher name = NAME.matcher(snippet.text());
		assertThat(name.find()).isTrue();
		boolean compiled = ToolProvider.getSystemJavaCompiler()
			.getTask(null, null, null,
					List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none",
							"-parameters"),
					null, List.of(new Source(name.group(1), snippet.text().replace("classpath:", root))))
			.call();
		assertThat(compiled).isTrue();
		return new URLClassLoader(new URL[] { classes.toUri().toURL() }, JavaSnippetTests.class.getClassLoader())
			.loadClass(name.group(1));
	}

	private static String classPath() throws IOException {
		try (Stream<Path> jars = Files.list(Path.of(System.getProperty("basedir", ""), "target", "snippets"))) {
			return jars.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator,
						System.getProperty("java.class.path") + File.pathSeparator, ""));
		}
	}

	/**
	 * A class that is nowhere but here.
	 */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
