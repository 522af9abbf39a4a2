package dev.appmigrations.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Splits all SQL files of a folder, and compares with what psql sends for them.
 * <p>
 * Its arguments are the path of psql and the folder: PostgreSQL's own sources.
 * Differences that are known, and why, are in {@code differences.txt} beside this class;
 * any other one makes the exit code 1, and so does one that is listed there and gone.
 */
final class PsqlConformance {

	private static final int THREADS = 2;

	private static final Pattern COPY_FROM_STDIN = Pattern.compile("(?is)\\bcopy\\b.*\\bfrom\\s+stdin\\b");

	private final Server server;

	private final Psql psql;

	private final Path folder;

	private final String database;

	private PsqlConformance(Server server, Path psql, Path folder) throws SQLException {
		this.server = server;
		this.psql = new Psql(psql, server.port());
		this.folder = folder;
		this.database = server.createDatabase();
	}

	public static void main(String[] arguments) throws Exception {
		boolean equal;
		try (Server server = Server.start()) {
			equal = new PsqlConformance(server, Path.of(arguments[0]), Path.of(arguments[1])).run();
		}
		System.exit((equal) ? 0 : 1);
	}

	private boolean run() throws Exception {
		List<Outcome> outcomes = outcomes();
		Map<String, String> known = known();
		Map<String, String> found = new TreeMap<>();
		for (Outcome outcome : outcomes) {
			String difference = outcome.difference();
			if (difference != null) {
				found.put(outcome.file(), difference);
			}
		}
		report(outcomes);
		known.forEach((file, reason) -> say(
				(found.containsKey(file)) ? "known difference: %s: %s" : "LISTED, BUT EQUAL: %s: %s", file, reason));
		found.forEach((file, difference) -> {
			if (!known.containsKey(file)) {
				say("DIFFERENCE: %s: %s", file, difference);
			}
		});
		say("%,d differences, %,d of them known", found.size(),
				found.keySet().stream().filter(known::containsKey).count());
		return !outcomes.isEmpty() && found.keySet().equals(known.keySet());
	}

	private List<Outcome> outcomes() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<Outcome>> futures = new ArrayList<>();
			for (Path file : files()) {
				futures.add(executor.submit(() -> outcome(file)));
			}
			List<Outcome> outcomes = new ArrayList<>();
			for (Future<Outcome> future : futures) {
				outcomes.add(future.get());
			}
			return outcomes;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter((file) -> file.toString().endsWith(".sql")).sorted().toList();
		}
	}

	private Outcome outcome(Path file) throws IOException, SQLException, InterruptedException {
		long start = System.nanoTime();
		byte[] bytes = Files.readAllBytes(file);
		Charset charset = charset(bytes);
		String original = new String(bytes, charset);
		boolean copies = COPY_FROM_STDIN.matcher(original).find();
		Set<Integer> refused = new HashSet<>();
		for (;;) {
			EditedScript script = EditedScript.of(original, refused);
			// whether COPY is refused depends on what is there
			String freshDatabase = (copies) ? this.server.createDatabase() : null;
			try {
				Psql.Result result = this.psql.run(script.psqlText(), charset,
						(freshDatabase != null) ? freshDatabase : this.database);
				Comparison comparison = Comparison.of(result.queries(), script.text(), charset);
				if (comparison.refusal() == Comparison.NONE || !refused.add(comparison.refusal())) {
					long millis = (System.nanoTime() - start) / 1_000_000;
					return new Outcome(this.folder.relativize(file).toString(), script, result, comparison,
							refused.size(), millis);
				}
			}
			finally {
				if (freshDatabase != null) {
					this.server.dropDatabase(freshDatabase);
				}
			}
		}
	}

	/** A few files are in encodings that have only their ASCII characters in common. */
	private static Charset charset(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return StandardCharsets.UTF_8;
		}
		catch (CharacterCodingException ex) {
			return StandardCharsets.ISO_8859_1;
		}
	}

	private static void report(List<Outcome> outcomes) {
		say("%,d files, %,d statements equal, and %,d characters of COPY data", outcomes.size(),
				outcomes.stream().mapToInt((outcome) -> outcome.comparison().statements()).sum(),
				outcomes.stream().mapToLong((outcome) -> outcome.comparison().copyCharacters()).sum());
		say("left out: meta-commands only (%s)", total(outcomes.stream().map((outcome) -> outcome.script().removed())));
		say("made SQL: %s", total(outcomes.stream().map((outcome) -> outcome.script().replaced())));
		say("COPY refused by the server, so that its data are SQL to both: %,d",
				outcomes.stream().mapToInt(Outcome::refused).sum());
		say("slowest: %s",
				outcomes.stream()
					.sorted(Comparator.comparingLong(Outcome::millis).reversed())
					.limit(5)
					.map((outcome) -> outcome.file() + " " + outcome.millis() + " ms")
					.collect(Collectors.joining(", ")));
	}

	private static String total(Stream<Map<String, Integer>> counts) {
		Map<String, Integer> total = new TreeMap<>();
		counts.forEach((each) -> each.forEach((command, count) -> total.merge(command, count, Integer::sum)));
		String all = total.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.map((entry) -> entry.getKey() + " " + entry.getValue())
			.collect(Collectors.joining(", "));
		return String.format(Locale.ROOT, "%,d: %s", total.values().stream().mapToInt(Integer::intValue).sum(), all);
	}

	private static Map<String, String> known() throws IOException {
		Map<String, String> known = new TreeMap<>();
		try (InputStream in = PsqlConformance.class.getResourceAsStream("differences.txt")) {
			String list = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			list.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
				String[] parts = line.split(": ", 2);
				known.put(parts[0], parts[1]);
			});
		}
		return known;
	}

	private static void say(String format, @Nullable Object... arguments) {
		System.out.println("conformance: " + String.format(Locale.ROOT, format, arguments));
	}

	private record Outcome(String file, EditedScript script, Psql.Result result, Comparison comparison, int refused,
			long millis) {

		@Nullable String difference() {
			String difference = this.comparison.difference();
			if (difference != null) {
				return (this.result.exitCode() == 0) ? difference
						: difference + " (psql's exit code is " + this.result.exitCode() + ")";
			}
			return (this.result.echoes().equals(this.script.echoes())) ? null
					: "psql does not see meta-commands where ours does";
		}

	}

}
