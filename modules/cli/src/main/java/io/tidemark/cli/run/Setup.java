package io.tidemark.cli.run;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.settings.CaptureSettings.Columns;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.RegistryCheck;
import io.tidemark.events.TopicLayout;
import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.ForeignNodes;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.Publication;
import io.tidemark.postgres.PublishedColumns;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.ServerCheck;
import io.tidemark.postgres.Tables;
import io.tidemark.postgres.UnlistedValues;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Makes what capture and sink need, in all three places; does nothing where it is there already. */
public final class Setup {

    /** How a line begins that reports something found. */
    public static final String WAS_THERE = "was there ";

    private final CaptureSettings capture;
    private final KafkaSettings kafka;
    private final GraphSettings graph;
    private final int partitions;
    private final Consumer<String> report;
    private int made;

    /**
     * Prepares a setup.
     *
     * @param report is told a line for each thing, made or found
     */
    public Setup(
            CaptureSettings capture,
            KafkaSettings kafka,
            GraphSettings graph,
            int partitions,
            Consumer<String> report) {
        this.capture = capture;
        this.kafka = kafka;
        this.graph = graph;
        this.partitions = partitions;
        this.report = report;
    }

    /**
     * Checks everything it can before it makes anything.
     *
     * @return how many things were made or extended now
     * @throws TidemarkException naming all that is wrong in Postgres and in what the graph holds, or the first thing elsewhere
     */
    public int run() {
        opened((connection, admin, opened, tables) -> {
            topics(admin);
            publication(connection, published(tables));
            constraints(opened);
        });
        return made;
    }

    /**
     * Checks as {@link #run}, changes nothing, and reports a line for each thing that {@link #run} would make or change, with the
     * statement where there is one.
     *
     * @return how many these are
     * @throws TidemarkException as {@link #run}
     */
    public int plan() {
        opened((connection, admin, opened, tables) -> {
            layout().missing(admin).forEach(topic -> would("make", "topic " + topic));
            for (String statement :
                    new Publication(connection, capture.publicationName()).statements(published(tables))) {
                would("run", statement);
            }
            Constraints constraints = opened.constraints(capture.mapping());
            constraints.missing().forEach(name -> would("run", constraints.statement(name)));
            opened.vectorIndexes(capture.mapping()).missing().forEach(statement -> would("run", statement));
        });
        return made;
    }

    /**
     * Checks as {@link #run}, and makes nothing.
     *
     * @throws TidemarkException as {@link #run}
     */
    public void check() {
        opened((connection, admin, opened, tables) -> {});
    }

    /** What is done with all three places, once they are checked. */
    @FunctionalInterface
    private interface Action {

        void run(Connection connection, Admin admin, Graph opened, Tables tables) throws SQLException;
    }

    private void opened(Action action) {
        Mapping mapping = capture.mapping();
        try (Connection connection = Connections.open(capture.database());
                Admin admin = KafkaAdmin.open(kafka.client());
                Graph opened = graph.connect()) {
            Tables tables = new Catalog(connection).tables(mapping.tables());
            check(connection, opened, tables);
            RegistryCheck.run(capture.registry());
            action.run(connection, admin, opened, tables);
        } catch (SQLException e) {
            throw new TidemarkException(Category.FATAL, "Postgres failed: " + e.getMessage(), e);
        }
    }

    private void check(Connection connection, Graph opened, Tables tables) throws SQLException {
        Mapping mapping = capture.mapping();
        List<Problem> problems = new ArrayList<>(ServerCheck.serverProblems(connection));
        ReplicationSlot.find(connection, capture.slotName())
                .flatMap(slot -> slot.ofAnother(capture.database().database()))
                .ifPresent(problems::add);
        problems.addAll(
                MappingCheck.problems(mapping, tables, capture.database().user()));
        if (problems.isEmpty()) {
            problems.addAll(new Publication(connection, capture.publicationName()).rights(published(tables)));
        }
        problems.addAll(foreign(opened, mapping));
        problems.addAll(opened.constraints(mapping).problems().values());
        problems.addAll(opened.vectorIndexes(mapping).problems());
        if (!problems.isEmpty()) {
            throw new TidemarkException(Category.USAGE, Problem.lines(problems));
        }
        for (ElementMapping element : mapping.elements()) {
            UnlistedValues.find(connection, element).forEach(problem -> report.accept("warning   " + problem));
        }
    }

    /** A graph that something else filled is refused; nodes beside Tidemark's own are reported. */
    private List<Problem> foreign(Graph opened, Mapping mapping) {
        List<Problem> problems = new ArrayList<>();
        for (ForeignNodes nodes : opened.reader(mapping).foreignNodes()) {
            Problem problem = problem(nodes);
            if (nodes.amongOwn()) {
                report.accept("warning   " + problem);
            } else {
                problems.add(problem);
            }
        }
        return problems;
    }

    private static Problem problem(ForeignNodes nodes) {
        return new Problem(
                "the graph has " + Amounts.count(nodes.count(), "node", "nodes") + " with the label "
                        + nodes.node().label() + " and without " + nodes.node().referenceLabel()
                        + ", so Tidemark did not make them, and the sink would dead-letter rows with their keys",
                "./tidemark adopt takes them over in place, --dry-run says what it would do; or remove them with their"
                        + " relationships: " + nodes.removal());
    }

    private TopicLayout layout() {
        return new TopicLayout(capture.topics(), capture.mapping().tables(), partitions);
    }

    private void topics(Admin admin) {
        layout().ensure(admin).forEach((topic, isNew) -> report(isNew, "topic " + topic));
    }

    private PublishedColumns published(Tables tables) {
        return PublishedColumns.of(capture.mapping(), capture.columns() == Columns.LISTED, tables.found());
    }

    private void publication(Connection connection, PublishedColumns needed) throws SQLException {
        String name = "publication " + capture.publicationName();
        Publication publication = new Publication(connection, capture.publicationName());
        switch (publication.ensure(needed)) {
            case MADE -> report(true, name);
            case THERE -> report(false, name);
            case EXTENDED -> {
                made++;
                report.accept("extended  " + name);
            }
        }
    }

    private void constraints(Graph opened) {
        opened.constraints(capture.mapping()).create().forEach((name, made) -> report(made, "constraint " + name));
        opened.vectorIndexes(capture.mapping()).create().forEach((name, made) -> report(made, "vector index " + name));
    }

    private void would(String verb, String what) {
        made++;
        report.accept("would " + verb + (verb.length() > 3 ? " " : "  ") + what);
    }

    private void report(boolean isNew, String thing) {
        made += isNew ? 1 : 0;
        report.accept((isNew ? "made      " : WAS_THERE) + thing);
    }
}
