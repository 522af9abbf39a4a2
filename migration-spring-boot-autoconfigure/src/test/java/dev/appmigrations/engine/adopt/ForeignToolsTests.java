package dev.appmigrations.engine.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.engine.migration.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForeignTools}.
 */
class ForeignToolsTests {

	static Stream<ForeignTool> all() {
		return ForeignTools.all().stream();
	}

	@ParameterizedTest
	@MethodSource("all")
	void byIdFindsEachTool(ForeignTool tool) {
		assertThat(ForeignTools.byId(tool.id())).get().hasSameClassAs(tool);
	}

	@Test
	void byIdWhenThereIsNoneIsEmpty() {
		assertThat(ForeignTools.byId("other")).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("all")
	void pageHasARowForEachTool(ForeignTool tool) throws IOException {
		List<String> page = Files.readAllLines(Path.of("..", "docs", "adopting.md"));
		assertThat(page).filteredOn((line) -> line.startsWith("| `" + tool.id() + "` |"))
			.singleElement()
			.asString()
			.contains(tool.tables());
	}

	@Test
	void unadoptedHistoryNamesWhatIsThereAndTheChoices() {
		ForeignTool flyway = ForeignTools.byId("flyway").orElseThrow();
		ForeignTool goose = ForeignTools.byId("goose").orElseThrow();
		List<ForeignHistory> found = List.of(new ForeignHistory(flyway, "public", "flyway_schema_history", List.of()),
				new ForeignHistory(goose, "public", "goose_db_version", List.of()));
		Problem problem = UnadoptedHistory.problem("shop", found);
		assertThat(problem.message()).contains("\"shop\"",
				"public.flyway_schema_history (Flyway), public.goose_db_version (goose).");
		assertThat(problem.remedy()).contains("MigratorOptions.Rules.adopt=flyway or goose",
				"Migrator.history().baseline(…)");
	}

}
