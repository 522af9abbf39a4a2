package dev.appmigrations;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walls of the house: which room may know which.
 */
class ArchitectureTests {

	private static final String BASE = "dev.appmigrations";

	private static final String ENGINE = BASE + ".engine";

	/**
	 * The floors of the engine, bottom up; a room knows its own floor and those below.
	 */
	private static final List<List<String>> FLOORS = List.of(List.of("text"), List.of("wording"),
			List.of("jdbc", "sql"), List.of("ddl", "migration"), List.of("time"), List.of("script", "history", "shape"),
			List.of("source", "plan", "safety"), List.of("report"), List.of("event"),
			List.of("rollout", "adopt", "proof"), List.of("options"), List.of("lock"),
			List.of("watch", "backfill", "trace"), List.of("execute"), List.of("psql"), List.of("run"),
			List.of("scratch"), List.of("operation"), List.of("instance", "tenant"), List.of(""));

	/** Rooms in which no classes know each other in a circle. */
	private static final List<String> WITHOUT_CLASS_CYCLES = List.of("", "time", "event", "lock", "watch", "run",
			"operation", "instance", "tenant", "psql", "options");

	/** The longest that the front door and the options may be, in lines. */
	private static final Map<String, Integer> LONGEST = Map.of("engine/Migrator", 250, "engine/options/MigratorOptions",
			280, "autoconfigure/MigrationProperties", 230);

	private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(notBesideThisTest())
		.importPackages(BASE);

	/** Wherever the tests were compiled to, ArchUnit's own option knows Maven's only. */
	private static ImportOption notBesideThisTest() {
		String tests = ArchitectureTests.class.getProtectionDomain().getCodeSource().getLocation().toString();
		return (location) -> !location.contains(tests);
	}

	private static void check(ArchRule rule) {
		rule.check(MAIN);
	}

	private static String[] rooms(Collection<String> names) {
		return names.stream()
			.map((name) -> (name.isEmpty()) ? ENGINE : ENGINE + "." + name + "..")
			.toArray(String[]::new);
	}

	private static DescribedPredicate<JavaClass> springWing() {
		return JavaClass.Predicates.resideInAPackage(BASE + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ENGINE + "..")))
			.as("classes of the Spring wing");
	}

	private static DescribedPredicate<JavaClass> named(String... names) {
		return DescribedPredicate.describe(String.join(" or ", names),
				(type) -> List.of(names).contains(type.getName()));
	}

	static Stream<Integer> floors() {
		return Stream.iterate(0, (floor) -> floor + 1).limit(FLOORS.size());
	}

	@ParameterizedTest
	@MethodSource("floors")
	void roomsKnowNoFloorAbove(int floor) {
		String[] above = rooms(FLOORS.stream().skip(floor + 1L).flatMap(List::stream).toList());
		check(ArchRuleDefinition.noClasses()
			.that(JavaClass.Predicates.resideInAnyPackage(rooms(FLOORS.get(floor))))
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(above).or(springWing()))
			.allowEmptyShould(true));
	}

	@Test
	void everyRoomOfTheEngineHasItsFloor() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ENGINE + "..")
			.should()
			.resideInAnyPackage(rooms(FLOORS.stream().flatMap(List::stream).toList())));
	}

	@Test
	void packagesFormNoCycles() {
		check(SlicesRuleDefinition.slices().matching(BASE + ".(**)").should().beFreeOfCycles());
	}

	@ParameterizedTest
	@MethodSource("roomsWithoutClassCycles")
	void classesOfUpperRoomsFormNoCycles(String room) {
		check(SlicesRuleDefinition.slices()
			.assignedFrom(new OuterClasses((room.isEmpty()) ? ENGINE : ENGINE + "." + room))
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true));
	}

	static Stream<String> roomsWithoutClassCycles() {
		return WITHOUT_CLASS_CYCLES.stream();
	}

	@Test
	void frontDoorAndOptionsDoNotGrow() {
		LONGEST.forEach((name, longest) -> assertThat(Path.of("src/main/java/dev/appmigrations", name + ".java"))
			.satisfies((file) -> assertThat(Files.readAllLines(file)).as(name).hasSizeLessThanOrEqualTo(longest)));
	}

	@Test
	void engineUsesOnlyThePlatformAndTwoInterfaces() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.resideOutsideOfPackage(ENGINE + ".jdbc..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "javax.sql..", "org.slf4j..", "org.jspecify..", ENGINE + ".."));
	}

	@Test
	void autoConfigurationsArePublicFinalAndShowNothingElse() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration"));
		check(ArchRuleDefinition.noMethods()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic());
		check(ArchRuleDefinition.noFields()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.allowEmptyShould(true));
	}

	@Test
	void beanMethodsAreNotPrivateAndConfigurationsHaveNoProxies() {
		check(ArchRuleDefinition.noMethods().that().areAnnotatedWith(Bean.class).should().bePrivate());
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(Configuration.class)
			.should(ArchCondition.from(DescribedPredicate.describe("set proxyBeanMethods = false",
					(JavaClass type) -> !type.getAnnotationOfType(Configuration.class).proxyBeanMethods()))));
	}

	/**
	 * A post-processor is created before its configuration: see Spring's {@code @Bean}.
	 */
	@Test
	void postProcessorsAreMadeByStaticBeanMethods() {
		check(ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
				.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class))
				.or(JavaClass.Predicates.assignableTo(LazyInitializationExcludeFilter.class)))
			.should()
			.beStatic()
			.allowEmptyShould(true));
	}

	/** A class that may be missing must not stand in the signature of a bean method. */
	@Test
	void conditionsOnClassesStandOnTypes() {
		check(ArchRuleDefinition.noMethods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.beAnnotatedWith(ConditionalOnClass.class));
	}

	@Test
	void onlyTheJdbcRoomSeesTheDriver() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ENGINE + ".jdbc..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "javax.sql..", "org.jspecify..", "org.postgresql..", ENGINE + ".jdbc..",
					ENGINE + ".text.."));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ENGINE + ".jdbc..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.postgresql.."));
	}

	@Test
	void jdbcStaysInItsRoom() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.resideOutsideOfPackage(ENGINE + ".jdbc..")
			.and(DescribedPredicate.not(named(ENGINE + ".run.SessionOpener", ENGINE + ".run.NoticeLog")))
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java.sql..", "javax.sql..")
				.and(DescribedPredicate.not(named("javax.sql.DataSource")))));
	}

	@Test
	void onlyTheFrontDoorAndInstancesPassDataSourcesOn() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ENGINE + "..")
			.and()
			.resideOutsideOfPackages(ENGINE, ENGINE + ".jdbc", ENGINE + ".instance")
			.and(DescribedPredicate.not(named(ENGINE + ".run.SessionOpener")))
			.should()
			.dependOnClassesThat(named("javax.sql.DataSource")));
	}

	/** What migrations in Java are given is made, and not used. */
	@Test
	void springWingExecutesNoSql() {
		check(ArchRuleDefinition.noClasses()
			.that(springWing())
			.and(DescribedPredicate.not(named(BASE + ".java.JavaMigrationContext", BASE + ".java.BackfillBatch",
					BASE + ".java.BackfillResult")))
			.should()
			.dependOnClassesThat(named("java.sql.Statement", "java.sql.PreparedStatement", "java.sql.CallableStatement",
					"java.sql.ResultSet", ENGINE + ".jdbc.Session", ENGINE + ".jdbc.SessionWork",
					ENGINE + ".jdbc.StatementBatch")
				.or(JavaClass.Predicates.resideInAnyPackage("org.springframework.jdbc.core..",
						"org.springframework.jdbc.object..", "org.springframework.jdbc.datasource.init..",
						"org.springframework.r2dbc.."))));
	}

	@Test
	void planningKnowsNeitherTimeNorInputNorOutput() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ENGINE + ".plan..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates
				.resideInAnyPackage("java.io..", "java.nio..", "java.net..", ENGINE + ".jdbc..", ENGINE + ".sql..")
				.or(DescribedPredicate.describe("clocks", (type) -> type.isEquivalentTo(Clock.class)))));
	}

	@Test
	void everyPackageIsNullMarked() {
		Stream<JavaPackage> packages = MAIN.stream().map(JavaClass::getPackage).distinct();
		assertThat(packages).isNotEmpty()
			.allSatisfy((room) -> assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue());
	}

	@Test
	void staticFieldsNeverChange() {
		check(ArchRuleDefinition.fields()
			.that()
			.areStatic()
			.and(DescribedPredicate.describe("are written in source",
					(field) -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
			.should()
			.beFinal()
			.andShould(new HoldImmutableValues()));
	}

	@Test
	void nothingIsPrinted() {
		check(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
	}

	@Test
	void nothingIsLoggedRaw() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.doNotHaveFullyQualifiedName(VisibleLog.class.getName())
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.slf4j.."));
	}

	@Test
	void nothingIsTiedToOneLoggingSystem() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.util.logging..", "ch.qos.logback..", "org.apache.logging.."));
	}

	/**
	 * Assigns each class of a package to the file that it is written in.
	 */
	private record OuterClasses(String room) implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			if (!type.getPackageName().equals(this.room)) {
				return SliceIdentifier.ignore();
			}
			JavaClass outer = type;
			while (outer.getEnclosingClass().isPresent()) {
				outer = outer.getEnclosingClass().get();
			}
			// What builds something and what it builds know each other by their nature.
			return SliceIdentifier.of(outer.getSimpleName().replaceFirst("Builder$", ""));
		}

		@Override
		public String getDescription() {
			return "classes of " + this.room;
		}

	}

	/**
	 * Looks at the values, because the type of a field does not tell whether its list or
	 * its map is one that can be changed.
	 */
	private static final class HoldImmutableValues extends ArchCondition<JavaField> {

		private static final List<Class<?>> IMMUTABLE = List.of(String.class, Number.class, Boolean.class,
				Character.class, Enum.class, Pattern.class, TemporalAmount.class, DateTimeFormatter.class,
				VisibleLog.class, Logger.class, Class.class, VarHandle.class, ConfigurationPropertyName.class);

		HoldImmutableValues() {
			super("hold immutable values");
		}

		@Override
		public void check(JavaField field, ConditionEvents events) {
			Object value = value(field.reflect());
			if (!isImmutable(value) && !isTableOfLexer(field)) {
				events.add(SimpleConditionEvent.violated(field, field.getFullName() + " holds a " + value.getClass()));
			}
		}

		/** An array that its own class alone sees and fills once. */
		private static boolean isTableOfLexer(JavaField field) {
			return field.getModifiers().contains(JavaModifier.PRIVATE) && field.getRawType().isArray()
					&& field.getRawType().getComponentType().isPrimitive()
					&& field.getOwner().getPackageName().equals(ENGINE + ".sql");
		}

		private static Object value(Field field) {
			try {
				field.setAccessible(true);
				return field.get(null);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static boolean isImmutable(Object value) {
			if (value instanceof Map<?, ?> map) {
				return isUnmodifiable(map) && isImmutable(map.keySet().toArray())
						&& isImmutable(map.values().toArray());
			}
			if (value instanceof Collection<?> collection) {
				return isUnmodifiable(collection) && isImmutable(collection.toArray());
			}
			return IMMUTABLE.stream().anyMatch((type) -> type.isInstance(value)) || value.getClass().isRecord()
					|| value.getClass().isHidden();
		}

		private static boolean isImmutable(Object[] elements) {
			return Stream.of(elements).allMatch(HoldImmutableValues::isImmutable);
		}

		private static boolean isUnmodifiable(Object collection) {
			String type = collection.getClass().getName();
			return type.startsWith("java.util.ImmutableCollections") || type.startsWith("java.util.Collections$Unmod")
					|| type.startsWith("java.util.Collections$Empty");
		}

	}

}
