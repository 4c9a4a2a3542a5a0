package io.tidemark.reconciler.repair;

import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetterKeys;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.Settlement;
import io.tidemark.events.Settlement.Reason;
import io.tidemark.events.TopicNames;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowLookup;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.DriftLog;
import io.tidemark.reconciler.verify.KeyProof;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settles dead letters whose rows are in the graph as they are, and has the capture read the rows of the others again. It writes neither side,
 * only to the dead-letter topic which letters are settled. One thread.
 */
public final class DeadLetterRepair {

    /** Which rows of dead letters differ, in the state folder. */
    private static final String DIFFERING = "dead-letters.jsonl";

    /** So many rows are asked for at once: a hundred that are refused, without a good one between, end a sink. */
    private static final int KEYS_AT_ONCE = 20;

    private final Session session;
    private final Endpoints endpoints;
    private final ReconcilerSettings settings;
    private final TopicNames names;

    public DeadLetterRepair(Session session) {
        this.session = session;
        this.endpoints = session.endpoints();
        this.settings = endpoints.settings();
        this.names = new TopicNames(settings.prefix());
    }

    /**
     * What became of dead letters.
     *
     * @param settled their rows and elements are equal, and that is kept
     * @param differing their rows and elements differ, or change too often to be judged
     * @param nameless their keys cannot be read, or their tables cannot
     */
    public record Result(List<DeadLetter> settled, List<DeadLetter> differing, List<DeadLetter> nameless) {

        public Result {
            settled = List.copyOf(settled);
            differing = List.copyOf(differing);
            nameless = List.copyOf(nameless);
        }
    }

    /** The letters that need attention. */
    public List<DeadLetter> unsettled() {
        return DeadLetters.unsettled(settings.kafka(), names);
    }

    /**
     * Compares the rows of these letters with their elements, and settles those that are equal.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     */
    public Result settle(List<DeadLetter> letters) throws InterruptedException {
        return run(letters, false);
    }

    /**
     * The same, and has those rows that differ read again, compares them again, and settles those that are equal now. Where none of some rows
     * becomes right, the rest of their table's partition is not asked for: what is wrong there is still wrong.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     */
    public Result resend(List<DeadLetter> letters) throws InterruptedException {
        return run(letters, true);
    }

    /** Letters of one table's partition, which one task of a sink applies, by the keys of their rows. */
    private record Rows(ElementMapping element, int partition) {}

    private Result run(List<DeadLetter> letters, boolean ask) throws InterruptedException {
        endpoints.reread();
        List<DeadLetter> nameless = new ArrayList<>();
        Map<Rows, Map<RowKey, List<DeadLetter>>> named = named(letters, nameless);
        List<DeadLetter> settled = new ArrayList<>();
        List<DeadLetter> differing = new ArrayList<>();
        try (Connection connection = endpoints.connect();
                DriftLog log = DriftLog.open(session.state().file(DIFFERING), 0)) {
            for (Map.Entry<Rows, Map<RowKey, List<DeadLetter>>> rows : named.entrySet()) {
                session.stop().check();
                ElementMapping element = rows.getKey().element();
                KeyProof proof = new KeyProof(session, element, connection, log);
                Set<RowKey> equal = new HashSet<>(proof.equal(rows.getValue().keySet()));
                if (ask) {
                    List<RowKey> others = new ArrayList<>(rows.getValue().keySet());
                    others.removeAll(equal);
                    equal.addAll(askAndProve(element, connection, proof, others));
                }
                rows.getValue().forEach((key, each) -> (equal.contains(key) ? settled : differing).addAll(each));
            }
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
        DeadLetters.settle(
                settings.kafka(),
                names,
                settled.stream()
                        .map(letter -> Settlement.of(letter, Reason.IN_SYNC))
                        .toList());
        return new Result(settled, differing, nameless);
    }

    private Map<Rows, Map<RowKey, List<DeadLetter>>> named(List<DeadLetter> letters, List<DeadLetter> nameless) {
        Map<Rows, Map<RowKey, List<DeadLetter>>> named = new LinkedHashMap<>();
        try (DeadLetterKeys keys =
                new DeadLetterKeys(settings.kafka(), settings.registry(), settings.mapping(), names)) {
            for (DeadLetter letter : letters) {
                Optional<ElementMapping> element = names.tableOf(letter.place().topic())
                        .flatMap(settings.mapping()::element)
                        .filter(each -> endpoints.problems(each).isEmpty());
                Optional<RowKey> key = element.flatMap(each -> keys.of(letter));
                if (key.isPresent()) {
                    named.computeIfAbsent(
                                    new Rows(
                                            element.orElseThrow(),
                                            letter.place().partition()),
                                    none -> new LinkedHashMap<>())
                            .computeIfAbsent(key.get(), none -> new ArrayList<>())
                            .add(letter);
                } else {
                    nameless.add(letter);
                }
            }
        }
        return named;
    }

    private Set<RowKey> askAndProve(ElementMapping element, Connection connection, KeyProof proof, List<RowKey> keys)
            throws SQLException, InterruptedException {
        RowLookup lookup = new RowLookup(connection, element, endpoints.table(element));
        Set<RowKey> repaired = new HashSet<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            session.stop().check();
            List<RowKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            List<List<String>> texts = some.stream()
                    .flatMap(key -> lookup.primaryKeyTexts(key).stream())
                    .toList();
            session.tidemark().until(RefreshRequests.keys(connection, element.table(), texts));
            Set<RowKey> equal = proof.equal(some);
            if (equal.isEmpty()) {
                break;
            }
            repaired.addAll(equal);
        }
        return repaired;
    }
}
