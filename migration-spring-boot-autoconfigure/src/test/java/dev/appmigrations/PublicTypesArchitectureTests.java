package dev.appmigrations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type is public only where another package uses it, or where users of the library do.
 */
class PublicTypesArchitectureTests {

	private static final String BASE = "dev.appmigrations.";

	/**
	 * Packages whose types users see without another package of ours needing them, and
	 * that of the statements, which are data for rules, whether one needs them yet or
	 * not.
	 */
	private static final Set<String> API_PACKAGES = Set.of("autoconfigure", "autoconfigure.observation",
			"actuate.endpoint", "engine.ddl", "java");

	/**
	 * What users start, catch or let their tests fail with, and what proves the rules.
	 */
	private static final Set<String> API_TYPES = Set.of("command.MigrationsApplication",
			"engine.execute.StatementFailedException", "engine.operation.BackfillRequest",
			"engine.proof.UnprovenRollbackError", "engine.trace.TransactionTrace");

	/** In per cent of all types that have a file of their own. It may rise. */
	private static final int PACKAGE_PRIVATE = 55;

	private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

	/** Of a type, and of a type in it. */
	private static final Pattern IMPORT = Pattern.compile("import ((?:[a-z]\\w*\\.)+)([A-Z]\\w*)(?:\\.(\\w+))?;");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption((location) -> !location.contains(tests()))
		.importPackages("dev.appmigrations");

	private static String tests() {
		return PublicTypesArchitectureTests.class.getProtectionDomain().getCodeSource().getLocation().toString();
	}

	private static List<JavaClass> types() {
		return MAIN.stream()
			.filter((type) -> type.getEnclosingClass().isEmpty() && !type.getSimpleName().equals("package-info"))
			.toList();
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC);
	}

	private static JavaClass outermost(JavaClass type) {
		JavaClass outer = type.getBaseComponentType();
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return outer;
	}

	/** Returns the names of all types that a class of another package uses. */
	private static Set<String> usedFromOutside() throws IOException {
		Set<String> used = new HashSet<>(imported());
		for (JavaClass user : MAIN) {
			user.getDirectDependenciesFromSelf().forEach((dependency) -> {
				JavaClass target = outermost(dependency.getTargetClass());
				if (!target.getPackageName().equals(user.getPackageName())) {
					used.add(target.getName());
				}
			});
		}
		return used;
	}

	/**
	 * Returns the names of all types that are imported for more than a comment. The
	 * compiler copies constants, so that class files do not tell where they come from.
	 */
	private static Set<String> imported() throws IOException {
		Set<String> imported = new HashSet<>();
		for (Path file : sources()) {
			String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
			Matcher imports = IMPORT.matcher(code);
			while (imports.find()) {
				String simple = imports.group(2);
				String named = (imports.group(3) != null) ? imports.group(3) : simple;
				if (Pattern.compile("[^.\\w]" + named + "\\b").matcher(code.substring(imports.end())).find()) {
					imported.add(imports.group(1) + simple);
				}
			}
		}
		return imported;
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
	}

	@Test
	void publicTypesAreUsedFromOutsideTheirPackageOrAreApi() throws IOException {
		Set<String> used = usedFromOutside();
		List<String> needlessly = new ArrayList<>();
		for (JavaClass type : types()) {
			String name = type.getName().substring(BASE.length());
			String room = type.getPackageName().substring(BASE.length());
			if (isPublic(type) && !used.contains(type.getName()) && !API_PACKAGES.contains(room)
					&& !API_TYPES.contains(name)) {
				needlessly.add(name);
			}
		}
		assertThat(needlessly).as("public, though no other package uses them").isEmpty();
	}

	@Test
	void exceptionsFromTheRuleExist() {
		assertThat(types()).extracting((type) -> type.getName().substring(BASE.length())).containsAll(API_TYPES);
		assertThat(types()).extracting((type) -> type.getPackageName().substring(BASE.length()))
			.containsAll(API_PACKAGES);
	}

	@Test
	void shareOfPackagePrivateTypesDoesNotFall() {
		List<JavaClass> types = types();
		long hidden = types.stream().filter((type) -> !isPublic(type)).count();
		assertThat(100 * hidden / types.size()).as("%d of %d types are package-private", hidden, types.size())
			.isGreaterThanOrEqualTo(PACKAGE_PRIVATE);
	}

}
