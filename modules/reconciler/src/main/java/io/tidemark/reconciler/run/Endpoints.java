package io.tidemark.reconciler.run;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphAdoption;
import io.tidemark.graphstore.GraphClear;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.graphstore.Holds;
import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.graphstore.WrittenMappings;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.value.ColumnType;
import io.tidemark.model.value.GraphType;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.Table;
import io.tidemark.postgres.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** Postgres and Neo4j, both opened and both let in. Thread-safe. */
public final class Endpoints implements AutoCloseable {

    private final ReconcilerSettings settings;
    private final Graph graph;
    private final Cluster cluster;
    private volatile Tables tables;

    private Endpoints(ReconcilerSettings settings, Graph graph, Cluster cluster, Tables tables) {
        this.settings = settings;
        this.graph = graph;
        this.cluster = cluster;
        this.tables = tables;
    }

    /**
     * Opens both.
     *
     * @throws TidemarkException RETRY when one of them is unreachable, USAGE when it refuses the user
     */
    public static Endpoints open(ReconcilerSettings settings) {
        try (Connection connection = Connections.open(settings.database())) {
            Tables tables = new Catalog(connection).tables(settings.mapping().tables());
            return new Endpoints(settings, settings.graph().connect(), Cluster.of(connection), tables);
        } catch (SQLException e) {
            throw new TidemarkException(Category.FATAL, "Postgres failed: " + e.getMessage(), e);
        }
    }

    public ReconcilerSettings settings() {
        return settings;
    }

    public Mapping mapping() {
        return settings.mapping();
    }

    /** The server as it was when it was opened. */
    Cluster cluster() {
        return cluster;
    }

    /** A connection of its own, in auto-commit mode; the caller closes it. */
    public Connection connect() {
        Connection connection = Connections.open(settings.database());
        try (Statement statement = connection.createStatement()) {
            // rows that a policy hides would look like drift: better an error; and a lock is not waited for in silence
            statement.execute("set row_security = off; set lock_timeout = '30s'");
            return connection;
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    /** Reads again what the tables are like: they may have been altered since. */
    public void reread() {
        try (Connection connection = connect()) {
            tables = new Catalog(connection).tables(settings.mapping().tables());
        } catch (SQLException e) {
            throw new TidemarkException(Category.RETRY, "Postgres failed: " + e.getMessage(), e);
        }
    }

    /** What keeps an element's table from being read; empty when nothing does. */
    public List<Problem> problems(ElementMapping element) {
        return MappingCheck.readingProblems(
                settings.mapping(), tables, settings.database().user(), element);
    }

    /** The table of an element without {@link #problems}. */
    public Table table(ElementMapping element) {
        return Objects.requireNonNull(tables.found().get(element.table()), () -> "no table " + element.table());
    }

    /** What the graph holds for the key's columns of an element without {@link #problems}. */
    public List<GraphType> keyTypes(ElementMapping element) {
        Table table = table(element);
        return element.keyColumns().stream()
                .map(name -> Objects.requireNonNull(table.columns().get(name), name))
                .map(column -> column.type().map(ColumnType::graphType).orElse(GraphType.STRING))
                .toList();
    }

    /** Reads the elements of an element without {@link #problems}. */
    public ElementReader elements(ElementMapping element) {
        return graph.elements(settings.mapping(), element, keyTypes(element));
    }

    public TidemarkReader tidemark() {
        return graph.tidemark(settings.prefix());
    }

    /** How far another pipeline in the same graph is. */
    public TidemarkReader tidemark(String otherPrefix) {
        return graph.tidemark(otherPrefix);
    }

    public GraphReader graph() {
        return graph.reader(settings.mapping());
    }

    public Holds holds() {
        return graph.holds(settings.prefix());
    }

    /** The hold of another pipeline in the same graph. */
    public Holds holds(String otherPrefix) {
        return graph.holds(otherPrefix);
    }

    /** The mappings that a pipeline has written the graph with: this one, or another in the same graph. */
    public WrittenMappings written(String anyPrefix) {
        return graph.written(anyPrefix);
    }

    /**
     * Empties the mapped part of the graph, for a user with the right to write.
     *
     * @param earlier mappings that the graph was written with, see {@link WrittenMappings}
     */
    public GraphClear graphClear(List<Mapping> earlier, Retries retries) {
        return graph.clear(settings.mapping(), earlier, settings.prefix(), retries);
    }

    /** Takes over nodes that something else made, for a user that may write. */
    public GraphAdoption adoption(Retries retries) {
        return graph.adoption(settings.mapping(), retries);
    }

    /** The constraints that the mapping needs, for a user that may make them. */
    public Constraints constraints() {
        return graph.constraints(settings.mapping());
    }

    @Override
    public void close() {
        graph.close();
    }
}
