package io.tidemark.reconciler.rebuild;

import io.tidemark.graphstore.GraphClear.Staying;
import io.tidemark.model.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * One table's part of a clear.
 *
 * @param table the table
 * @param name its label or relationship type
 * @param going how many of its nodes or relationships go, or have gone
 * @param staying its nodes that stay as references because others use them too
 * @param strays elements that carry the label or type but are not Tidemark's, because a reference label is missing; they
 *     are left as they are
 */
public record ClearPart(TableName table, String name, long going, Staying staying, long strays) {

    /** What is left and why, a line each; empty when nothing is. */
    public List<String> left() {
        List<String> lines = new ArrayList<>();
        if (staying.nodes() > 0) {
            List<String> reasons = new ArrayList<>();
            reason(reasons, staying.relationships(), "have relationships");
            reason(reasons, staying.labels(), "have labels");
            reason(reasons, staying.properties(), "have properties");
            lines.add(
                    staying.nodes() + " " + name + " nodes stay as references with their key, because others use them: "
                            + String.join(", ", reasons) + " that are not mapped");
        }
        if (strays > 0) {
            lines.add(strays + " elements with " + name
                    + " are left as they are: a reference label is missing, so they are not Tidemark's");
        }
        return lines;
    }

    private static void reason(List<String> reasons, long count, String what) {
        if (count > 0) {
            reasons.add(count + " " + what);
        }
    }
}
