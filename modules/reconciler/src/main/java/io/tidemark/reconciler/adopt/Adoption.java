package io.tidemark.reconciler.adopt;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.amount.Amounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What an adoption did, or would do.
 *
 * @param dryRun whether nothing was changed
 * @param nodes one part for each node table
 * @param edges one part for each edge table
 * @param constraints the names of those that were made, or would be
 * @param left what a person has to do before all is Tidemark's
 */
public record Adoption(
        boolean dryRun, List<Nodes> nodes, List<Edges> edges, List<String> constraints, List<Problem> left) {

    private static final String GUIDE = "ops/runbooks/from-dual-writes.md";

    public Adoption {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        constraints = List.copyOf(constraints);
        left = List.copyOf(left);
    }

    /**
     * A node table's part.
     *
     * @param table the table
     * @param label its label
     * @param own nodes that had their reference label before
     * @param adopted nodes that were given it, or would be
     * @param duplicates keys that several nodes have; they are left as they are
     * @param unfit keys that no row can have; they are left as they are
     * @param refused the constraint that the duplicates keep from being made; empty for none
     */
    public record Nodes(
            TableName table, String label, long own, long adopted, Listing duplicates, Listing unfit, String refused) {

        /**
         * What is left to do.
         *
         * @param key the name of the key's column, and of the property
         * @param keyType its type, as Postgres prints it
         */
        List<Problem> problems(String key, String keyType) {
            List<Problem> problems = new ArrayList<>();
            if (!duplicates.none()) {
                problems.add(new Problem(
                        Amounts.count(duplicates.elements()) + " nodes with the label " + label
                                + " have a key that another node has too"
                                + (refused.isEmpty() ? "" : ", so constraint " + refused + " cannot be made"),
                        "keep one node of each key with the statements in " + GUIDE + ", and run adopt again"));
            }
            if (isKeyUnknown()) {
                problems.add(new Problem(
                        "none of the " + Amounts.count(unfit.elements(), "node", "nodes") + " with the label " + label
                                + " has the property " + key + ", by which a row's node is found",
                        "if the graph has the key under another name, copy it with the statement in " + GUIDE
                                + ", and run adopt again"));
            } else if (!unfit.none()) {
                problems.add(new Problem(
                        Amounts.count(unfit.elements(), "node", "nodes") + " with the label " + label
                                + " have a key that no row of " + table + " can have, whose type is " + keyType,
                        "correct or remove them with the statements in " + GUIDE + ", and run adopt again"));
            }
            return problems;
        }

        private boolean isKeyUnknown() {
            return unfit.unnamed() == 0
                    && unfit.keys().size() == 1
                    && unfit.keys().get(0).isAbsent()
                    && own + adopted + duplicates.elements() == 0;
        }
    }

    /**
     * An edge table's part.
     *
     * @param table the table
     * @param type its relationship type
     * @param duplicates pairs of keys with several relationships; they are left as they are
     * @param strays relationships from or to nodes of other labels
     * @param unkeyed relationships that do not say of which row they are
     */
    public record Edges(TableName table, String type, Listing duplicates, long strays, long unkeyed) {

        /** What is left to do. */
        List<Problem> problems() {
            List<Problem> problems = new ArrayList<>();
            if (!duplicates.none()) {
                problems.add(new Problem(
                        Amounts.count(duplicates.elements()) + " relationships of type " + type
                                + " have the same ends as another, and " + table + " has one row for both",
                        "keep one of them with the statement in " + GUIDE));
            }
            if (unkeyed > 0) {
                problems.add(new Problem(
                        Amounts.count(unkeyed) + " relationships of type " + type
                                + " do not say of which row they are, and rows of " + table + " have keys of their own",
                        "give each its row's key as a property, or remove them: the rows bring theirs"));
            }
            if (strays > 0) {
                problems.add(new Problem(
                        Amounts.count(strays) + " of the relationships of type " + type
                                + " have an end without the label that the mapping has there",
                        "remove them or give them another type, or verify names them as strays"));
            }
            return problems;
        }
    }
}
