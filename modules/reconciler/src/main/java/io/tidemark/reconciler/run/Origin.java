package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.file.Path;

/**
 * What a checkpoint belongs to: it means nothing for another pipeline, database or mapping.
 *
 * @param prefix the pipeline's
 * @param systemIdentifier the cluster's
 * @param database the database's name
 * @param graph the identity of the database in Neo4j
 * @param mapping the mapping as text
 */
public record Origin(String prefix, String systemIdentifier, String database, String graph, String mapping) {

    /** What belongs to these sides. */
    public static Origin of(Endpoints endpoints) {
        return new Origin(
                endpoints.settings().prefix(),
                endpoints.cluster().systemIdentifier(),
                endpoints.cluster().database(),
                endpoints.tidemark().graph(),
                endpoints.mapping().toString());
    }

    /**
     * Passes when both are the same.
     *
     * @param file where the other one was found
     * @throws TidemarkException USAGE naming what differs
     */
    public void requireSame(Origin found, Path file) {
        String what = null;
        if (!prefix.equals(found.prefix)) {
            what = "of prefix " + found.prefix + ", not " + prefix;
        } else if (!systemIdentifier.equals(found.systemIdentifier)) {
            what = "of another Postgres server";
        } else if (!database.equals(found.database)) {
            what = "of database " + found.database + ", not " + database;
        } else if (!graph.equals(found.graph)) {
            what = "of another database in Neo4j";
        } else if (!mapping.equals(found.mapping)) {
            what = "of another mapping";
        }
        if (what != null) {
            throw new TidemarkException(
                    Category.USAGE, file + " is " + what + ": name another folder with --state, or begin anew");
        }
    }
}
