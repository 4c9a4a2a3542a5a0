package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

    @Test
    void a_problem_is_parted_into_what_is_wrong_and_the_fix() {
        assertThat(Finding.fail("mapping", "table public.x does not exist: create it or correct the mapping"))
                .isEqualTo(new Finding(
                        "mapping",
                        Finding.Status.FAIL,
                        "table public.x does not exist",
                        "create it or correct the mapping"));
    }

    @Test
    void an_address_is_not_taken_for_the_end_of_what_is_wrong() {
        Finding finding = Finding.fail(
                "neo4j", "opening Neo4j at bolt://here:7687 failed: Neo4j cannot be reached: see that it runs");
        assertThat(finding.detail()).isEqualTo("opening Neo4j at bolt://here:7687 failed: Neo4j cannot be reached");
        assertThat(finding.fix()).isEqualTo("see that it runs");
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
