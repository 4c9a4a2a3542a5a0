package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.postgres.Table.ReplicaIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublishedColumnsTest {

    private static final TableName USERS = TableName.parse("users");
    private static final Mapping MAPPING = new Mapping(
            List.of(new NodeMapping(USERS, "User", "id", List.of(new PropertyMapping("name", "called")), "deleted_at")),
            List.of());

    private static String entry(boolean listed, ReplicaIdentity identity) {
        Table table = new Table(USERS, Map.of(), List.of("id"), identity, Set.of());
        return PublishedColumns.of(MAPPING, listed, Map.of(USERS, table)).entry(USERS);
    }

    @Test
    void a_table_is_published_whole_so_that_migrations_of_its_columns_pass() {
        assertThat(entry(false, ReplicaIdentity.PRIMARY_KEY)).isEqualTo("ONLY \"public\".\"users\"");
    }

    @Test
    void listed_are_the_key_the_properties_and_what_makes_a_row_absent() {
        assertThat(entry(true, ReplicaIdentity.PRIMARY_KEY))
                .isEqualTo("ONLY \"public\".\"users\" (\"deleted_at\", \"id\", \"name\")");
    }

    @Test
    void a_table_with_full_identity_is_never_listed() {
        assertThat(entry(true, ReplicaIdentity.FULL)).isEqualTo("ONLY \"public\".\"users\"");
    }
}
