package io.tidemark.cli.map;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.shape.RelatedTable;
import io.tidemark.postgres.shape.ShapeReader;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "propose",
        description = {
            "Prints a mapping file to start from, made of the tables that Postgres has; changes nothing, and needs only"
                    + " DATABASE_URL.",
            "Tables are nodes, join tables edges; what cannot be mapped is a comment with the reason."
        })
final class ProposeCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--schema",
            paramLabel = "S",
            description = "a schema to take tables from, may be repeated (default: all but the system's)")
    private List<String> schemas = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(Setting.DATABASE_URL);
        DatabaseUrl database = settings.database();
        try (Connection connection = Connections.open(database)) {
            ShapeReader reader = new ShapeReader(connection);
            List<String> chosen = chosen(reader.schemas());
            List<RelatedTable> tables = reader.tables(chosen);
            String source = (chosen.size() == 1 ? "schema " : "schemas ") + String.join(", ", chosen) + " in database "
                    + database.database();
            Proposal proposal = Proposal.of(tables, database.user());
            print(ProposalText.lines(proposal, source));
            if (!proposal.isMapping()) {
                throw new TidemarkException(
                        Category.FATAL,
                        source
                                + (tables.isEmpty()
                                        ? " has no tables: name another with --schema, or another database in DATABASE_URL"
                                        : " has no table that can be a node, and a mapping needs one: the comments above say why"));
            }
            return 0;
        } catch (SQLException e) {
            throw new TidemarkException(Category.FATAL, "Postgres failed: " + e.getMessage(), e);
        }
    }

    private List<String> chosen(List<String> there) {
        for (String schema : schemas) {
            if (!there.contains(schema)) {
                throw new TidemarkException(
                        Category.USAGE,
                        "the database has no schema " + schema + ": name one of " + String.join(", ", there));
            }
        }
        return schemas.isEmpty()
                ? there
                : there.stream().filter(schemas::contains).toList();
    }

    private void print(List<String> lines) {
        PrintWriter out = command.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }
}
