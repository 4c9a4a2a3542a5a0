package io.tidemark.lab.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LogLineTest {

    @Test
    void an_insert_has_all_columns_quotes_and_blanks_kept() {
        LogLine line = LogLine.parse("table public.users: INSERT: id[uuid]:'1' username[character varying]:"
                + "'it''s [me]: ''x'' new-tuple: ' created_at[timestamp with time zone]:'2026-11-21 04:05:06.5+00'"
                + " deleted_at[timestamp with time zone]:null");
        assertThat(line.table()).isEqualTo("public.users");
        assertThat(line.operation()).isEqualTo("INSERT");
        assertThat(line.old()).isEmpty();
        assertThat(line.row())
                .containsEntry("id", "1")
                .containsEntry("username", "it's [me]: 'x' new-tuple: ")
                .containsEntry("created_at", "1795233906500000")
                .containsEntry("deleted_at", null)
                .hasSize(4);
    }

    @Test
    void a_changed_key_has_the_old_one() {
        LogLine line = LogLine.parse("table public.users: UPDATE: old-key: id[uuid]:'1' new-tuple: id[uuid]:'2'"
                + " username[character varying]:'anna'");
        assertThat(line.old()).containsExactlyEntriesOf(java.util.Map.of("id", "1"));
        assertThat(line.row()).containsEntry("id", "2").containsEntry("username", "anna");
    }

    @Test
    void numbers_and_booleans_stand_bare() {
        LogLine line = LogLine.parse("table public.\"odd\": DELETE: a[integer]:-5 b[boolean]:true c[text[]]:'{x,y}'");
        assertThat(line.row())
                .containsEntry("a", "-5")
                .containsEntry("b", "true")
                .containsEntry("c", "{x,y}");
    }

    @Test
    void a_truncation_names_all_its_tables() {
        LogLine line = LogLine.parse("table public.users, public.follows: TRUNCATE: restart_seqs cascade");
        assertThat(line.tables()).containsExactly("public.users", "public.follows");
        assertThat(line.operation()).isEqualTo("TRUNCATE");
    }
}
