package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GraphSettingsTest {

    @Test
    void the_password_is_never_shown() {
        assertThat(new GraphSettings("bolt://localhost:7687", "neo4j", "hunter2").toString())
                .contains("bolt://localhost:7687", "neo4j")
                .doesNotContain("hunter2");
    }

    @Test
    void certificates_want_an_address_that_checks_them_and_a_file() {
        assertThatThrownBy(() -> new GraphSettings("bolt://localhost:7687", "", "", Path.of("ca.pem")).connect())
                .isInstanceOfSatisfying(
                        TidemarkException.class,
                        failure -> assertThat(failure.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("write NEO4J_URI as bolt+s://");
        assertThatThrownBy(() -> new GraphSettings("bolt+s://localhost:7687", "", "", Path.of("no.pem")).connect())
                .hasMessageContaining("NEO4J_TRUSTED_CERTIFICATES names no.pem, which cannot be read");
    }

    @Test
    void an_address_that_is_none_says_how_one_looks() {
        assertThatThrownBy(() -> new GraphSettings("http://localhost:7474", "", "").connect())
                .isInstanceOfSatisfying(
                        TidemarkException.class,
                        failure -> assertThat(failure.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("bolt://localhost:7687");
    }
}
