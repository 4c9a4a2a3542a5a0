package io.tidemark.lab.chaos.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.position.Lsn;
import io.tidemark.settings.mapping.MappingFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommittedChangesTest {

    private final CommittedChanges changes = new CommittedChanges(
            MappingFile.read(MappingFile.BUILT_IN), Map.of("public.follows_old", "public.follows"));

    private void transaction(long commit, String... lines) {
        changes.line(new Lsn(commit - 5), commit, "BEGIN " + commit);
        for (String line : lines) {
            changes.line(new Lsn(commit - 3), commit, line);
        }
        changes.line(new Lsn(commit), commit, "COMMIT " + commit);
    }

    @Test
    void what_a_slot_delivers_again_counts_once() {
        transaction(10, "table public.users: INSERT: id[uuid]:'1'");
        transaction(10, "table public.users: INSERT: id[uuid]:'1'");
        transaction(20, "table public.users: DELETE: id[uuid]:'1'");
        assertThat(changes.histories().size()).isEqualTo(2);
        assertThat(changes.lastCommit()).isEqualTo(new Lsn(20));
    }

    @Test
    void a_changed_key_is_a_delete_and_a_create() {
        transaction(
                10,
                "table public.follows: UPDATE: old-key: follower_id[uuid]:'1' following_id[uuid]:'2'"
                        + " new-tuple: follower_id[uuid]:'1' following_id[uuid]:'3'");
        assertThat(changes.histories().size()).isEqualTo(2);
    }

    @Test
    void rows_of_a_partition_are_rows_of_its_table_and_emptying_it_is_none_of_the_tables() {
        transaction(
                10,
                "table public.follows_old: INSERT: follower_id[uuid]:'1' following_id[uuid]:'2'",
                "table public.follows_old: TRUNCATE: (no-flags)");
        assertThat(changes.histories().size()).isOne();
        assertThat(changes.truncatedAfter("public.follows", new Lsn(0))).isFalse();
    }

    @Test
    void other_tables_and_messages_do_not_count() {
        transaction(
                10,
                "table public.unmapped: INSERT: id[integer]:1",
                "message: transactional: 1 prefix: x, sz: 1 content: y");
        assertThat(changes.histories().size()).isZero();
        assertThat(changes.transactions()).isZero();
    }

    @Test
    void a_transaction_without_its_commit_is_forgotten() {
        changes.line(new Lsn(1), 7, "BEGIN 7");
        changes.line(new Lsn(2), 7, "table public.users: INSERT: id[uuid]:'1'");
        transaction(10, "table public.users: INSERT: id[uuid]:'2'");
        assertThat(changes.histories().size()).isEqualTo(1);
    }

    @Test
    void a_truncation_and_requests_are_no_row_changes() {
        transaction(
                10,
                "table public.follows, public.mutes: TRUNCATE: (no-flags)",
                "message: transactional: 1 prefix: tidemark.refresh, sz: 9 content:{\"table\": \"users\", \"keys\": [\"1\"]}");
        assertThat(changes.histories().size()).isZero();
        assertThat(changes.transactions()).isEqualTo(1);
        assertThat(changes.truncatedAfter("public.mutes", new Lsn(9))).isTrue();
        assertThat(changes.truncatedAfter("public.mutes", new Lsn(10))).isFalse();
        assertThat(changes.truncatedAfter("public.blocks", new Lsn(0))).isFalse();
    }

    @Test
    void a_truncation_without_its_commit_is_forgotten() {
        changes.line(new Lsn(1), 7, "BEGIN 7");
        changes.line(new Lsn(2), 7, "table public.mutes: TRUNCATE: (no-flags)");
        transaction(10, "table public.users: INSERT: id[uuid]:'2'");
        assertThat(changes.truncatedAfter("public.mutes", new Lsn(0))).isFalse();
    }
}
