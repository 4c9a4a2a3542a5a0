package io.tidemark.reconciler.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a row's properties and an element's are the same. Pure. */
final class Properties {

    private Properties() {}

    /** Whether both hold the same values in the same types; what one side lacks is null there. */
    static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int index = 0; index < left.size(); index++) {
            if (!sameValue(left.get(index), right.get(index))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private static boolean sameValue(@Nullable Object left, @Nullable Object right) {
        if (left instanceof byte[] leftBytes && right instanceof byte[] rightBytes) {
            return Arrays.equals(leftBytes, rightBytes);
        }
        if (left instanceof List<?> leftList && right instanceof List<?> rightList) {
            return same((List<@Nullable Object>) leftList, (List<@Nullable Object>) rightList);
        }
        if (left instanceof Double leftNumber && right instanceof Double rightNumber) {
            // The two zeros are the same number, also for Postgres and for Neo4j, which may keep either; NaN is itself.
            return leftNumber.doubleValue() == rightNumber.doubleValue() || leftNumber.equals(rightNumber);
        }
        return Objects.equals(left, right);
    }
}
