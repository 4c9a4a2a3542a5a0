package io.tidemark.reconciler.verify;

import static io.tidemark.reconciler.verify.Users.element;
import static io.tidemark.reconciler.verify.Users.key;
import static io.tidemark.reconciler.verify.Users.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.reconciler.run.Observer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectPoolTest {

    @TempDir
    private Path folder;

    private final FakeEndpoints ends = new FakeEndpoints();
    private final AtomicReference<@Nullable String> stalled = new AtomicReference<>();
    private final List<String> said = new ArrayList<>();
    private DriftLog log;
    private SuspectPool pool;

    @BeforeEach
    void open() {
        log = DriftLog.open(folder.resolve("drifts.jsonl"), 0);
        pool = pool();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private SuspectPool pool() {
        return new SuspectPool(Users.MAPPING, new Settler(Users.TABLE, ends), log, stalled, new Observer() {

            @Override
            public void begin(String what, long expected) {}

            @Override
            public void advance(long rows) {}

            @Override
            public void say(String line) {
                said.add(line);
            }
        });
    }

    @Test
    void suspects_wait_until_they_are_settled_together() throws Exception {
        pool.add(key(1));
        pool.add(key(2));
        pool.add(key(2));
        assertThat(pool.isEmpty()).isFalse();
        assertThat(ends.waits()).isZero();
        pool.settle();
        assertThat(ends.waits()).isEqualTo(1);
        assertThat(pool.isEmpty()).isTrue();
        assertThat(pool.take().suspects()).isEqualTo(2);
    }

    @Test
    void a_full_pool_is_settled_at_once() throws Exception {
        for (long id = 1; id < SuspectPool.CAPACITY; id++) {
            pool.add(key(id));
        }
        assertThat(ends.waits()).isZero();
        pool.add(key(SuspectPool.CAPACITY));
        assertThat(ends.waits()).isEqualTo(1);
        assertThat(pool.isEmpty()).isTrue();
    }

    @Test
    void drifts_are_counted_by_kind_and_logged_and_lag_is_neither() throws Exception {
        ends.row(1, row("7", "alice"));
        ends.elements(2, element(2, "bob"));
        ends.row(3, row("7", "carol"));
        ends.elements(3, element(3, "caroline"));
        ends.row(4, row("7", "dan"));
        ends.elements(4, element(4, "dan"));
        for (long id = 1; id <= 4; id++) {
            pool.add(key(id));
        }
        pool.settle();
        assertThat(pool.take()).isEqualTo(new TableResult(Users.TABLE, 0, 0, 4, 1, 1, 1, 0, 0, null));
        assertThat(log.length()).isPositive();
        assertThat(Files.readAllLines(folder.resolve("drifts.jsonl"))).hasSize(3);
    }

    @Test
    void what_was_taken_is_not_taken_twice() throws Exception {
        ends.row(1, row("7", "alice"));
        pool.add(key(1));
        pool.settle();
        assertThat(pool.take().missing()).isEqualTo(1);
        assertThat(pool.take()).isEqualTo(TableResult.none(Users.TABLE));
    }

    @Test
    void a_graph_that_does_not_follow_leaves_suspects_unsettled_and_is_waited_for_once_in_a_run() throws Exception {
        ends.row(1, row("7", "alice"));
        ends.stall("the tidemark stands");
        pool.add(key(1));
        pool.settle();
        pool.add(key(2));
        pool.settle();
        assertThat(pool.take()).isEqualTo(new TableResult(Users.TABLE, 0, 0, 2, 0, 0, 0, 0, 2, "the tidemark stands"));
        SuspectPool ofTheNextTable = pool();
        ofTheNextTable.add(key(3));
        ofTheNextTable.settle();
        assertThat(ofTheNextTable.take().notCompared()).isEqualTo("the tidemark stands");
        assertThat(ends.waits()).isEqualTo(1);
        assertThat(said).containsExactly("the tidemark stands");
        assertThat(log.length()).isZero();
    }

    @Test
    void a_table_without_suspects_is_complete_though_the_graph_does_not_follow() throws Exception {
        stalled.set("the tidemark stands");
        pool.settle();
        assertThat(pool.take().complete()).isTrue();
    }

    @Test
    void only_suspects_grow_old() throws Exception {
        assertThat(pool.ageNanos()).isZero();
        pool.add(key(1));
        assertThat(pool.ageNanos()).isPositive();
        pool.settle();
        assertThat(pool.ageNanos()).isZero();
    }
}
