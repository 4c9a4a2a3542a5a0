package io.tidemark.capture.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.capture.refresh.RefreshQuery.KeyColumn;
import io.tidemark.capture.refresh.RefreshQuery.RowColumn;
import io.tidemark.model.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefreshQueryTest {

    private static final TableName TABLE = new TableName("public", "odd\"name");
    private static final List<KeyColumn> KEY = List.of(
            new KeyColumn("a", "character varying(3)", "character varying"), new KeyColumn("B b", "uuid", "uuid"));
    private static final List<RowColumn> COLUMNS =
            List.of(new RowColumn("a", false), new RowColumn("B b", false), new RowColumn("c", true));

    @Test
    void keys_are_cast_and_joined() {
        RefreshQuery query = new RefreshRequest.Keys(
                        TABLE, new LinkedHashSet<>(List.of(List.of("1", "2"), List.of("3", "4"))))
                .query(COLUMNS, KEY);
        assertThat(query.sql())
                .isEqualTo("select t.tableoid is not null, a.k0, a.k1, t.\"a\", t.\"B b\", "
                        + "case when pg_catalog.num_nulls(t.\"c\") = 0 then pg_catalog.format('%s', t.\"c\") end"
                        + " from (select u0::character varying(3) as k0, u1::uuid as k1"
                        + " from unnest(?::text[], ?::text[]) as u(u0, u1)) a"
                        + " left join \"public\".\"odd\"\"name\" t on t.\"a\" = a.k0 and t.\"B b\" = a.k1");
        assertThat(query.values()).containsExactly(List.of("1", "3"), List.of("2", "4"));
    }

    @Test
    void a_range_compares_whole_keys() {
        RefreshQuery both = new RefreshRequest.Range(TABLE, List.of("1", "2"), List.of("3", "4")).query(COLUMNS, KEY);
        assertThat(both.sql())
                .endsWith(" t where (t.\"a\", t.\"B b\") >= (?::text::character varying, ?::text::uuid)"
                        + " and (t.\"a\", t.\"B b\") < (?::text::character varying, ?::text::uuid)");
        assertThat(both.values()).containsExactly(List.of("1", "2"), List.of("3", "4"));
        RefreshQuery open = new RefreshRequest.Range(TABLE, List.of(), List.of()).query(COLUMNS, KEY);
        assertThat(open.sql()).endsWith("from \"public\".\"odd\"\"name\" t");
        assertThat(open.values()).isEmpty();
    }
}
