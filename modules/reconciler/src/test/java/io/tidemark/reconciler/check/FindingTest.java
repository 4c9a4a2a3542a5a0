package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static final Problem UNREACHABLE =
            new Problem("opening Neo4j at bolt://here:7687 failed: Neo4j cannot be reached", "see that it runs");

    @Test
    void a_problem_is_what_was_seen_and_its_fix() {
        Finding expected = new Finding("neo4j", Finding.Status.FAIL, UNREACHABLE.what(), UNREACHABLE.fix());
        assertThat(Finding.fail("neo4j", UNREACHABLE)).isEqualTo(expected);
        assertThat(Finding.fail("neo4j", new TidemarkException(Category.RETRY, UNREACHABLE, null)))
                .isEqualTo(expected);
    }

    @Test
    void a_failure_that_names_no_fix_points_to_the_log() {
        assertThat(Finding.fail("kafka", new TidemarkException(Category.FATAL, "Kafka failed to list topics: x\ny")))
                .isEqualTo(new Finding(
                        "kafka",
                        Finding.Status.FAIL,
                        "Kafka failed to list topics: x",
                        "see the log of the server it names"));
    }

    @Test
    void what_cannot_be_looked_at_is_a_finding_and_hides_nothing_that_follows() {
        Findings findings = new Findings();
        findings.read("one", () -> {
            throw new TidemarkException(Category.RETRY, "it is away: start it");
        });
        findings.read("two", () -> {
            throw new SQLException("permission denied", "42501");
        });
        findings.read("three", () -> {
            throw new IllegalStateException("a defect");
        });
        findings.read("four", () -> findings.add(Finding.ok("four", "fine")));
        assertThat(findings.list()).extracting(Finding::what).containsExactly("one", "two", "three", "four");
        assertThat(findings.list().subList(0, 3)).allSatisfy(finding -> {
            assertThat(finding.status()).isEqualTo(Finding.Status.FAIL);
            assertThat(finding.fix()).isNotBlank();
        });
        findings.problems("five", List.of(), "nothing wrong");
        assertThat(findings.list().get(4)).isEqualTo(Finding.ok("five", "nothing wrong"));
    }
}
