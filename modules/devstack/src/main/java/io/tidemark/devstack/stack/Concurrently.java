package io.tidemark.devstack.stack;

import io.tidemark.devstack.Server;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does one thing with several servers at the same time, as far as their order allows. */
final class Concurrently {

    private Concurrently() {}

    /**
     * Returns when all are done. After a failure servers that wait for the failed one are left out, and the first failure is thrown.
     *
     * @param earlier which servers must be done before the given one, in the order of {@link Server} or its reverse; those that are not
     *     among {@code servers} do not count
     */
    static void forEach(Collection<Server> servers, Function<Server, Set<Server>> earlier, Consumer<Server> action) {
        if (servers.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(servers.size());
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        try {
            Map<Server, CompletableFuture<Void>> running = new EnumMap<>(Server.class);
            for (Server server : servers) {
                CompletableFuture<?>[] before = earlier.apply(server).stream()
                        .map(running::get)
                        .filter(future -> future != null)
                        .toArray(CompletableFuture<?>[]::new);
                running.put(
                        server,
                        CompletableFuture.allOf(before).thenRunAsync(() -> attempt(server, action, failure), threads));
            }
            CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new))
                    .exceptionally(e -> null)
                    .join();
        } finally {
            threads.shutdown();
        }
        @Nullable RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private static void attempt(
            Server server, Consumer<Server> action, AtomicReference<@Nullable RuntimeException> failure) {
        try {
            action.accept(server);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }
}
