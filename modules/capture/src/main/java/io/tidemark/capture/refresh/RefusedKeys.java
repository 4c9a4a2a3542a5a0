package io.tidemark.capture.refresh;

import io.tidemark.model.TableName;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of a request that could not be read, each named in the log. One thread. */
final class RefusedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedKeys.class);

    /** Each takes some twenty reads to find, and everything in the log waits for them. */
    private static final int MOST = 100;

    private final TableName table;
    private final int most;
    private int count;

    /** Allows a hundred keys, which are left out. */
    RefusedKeys(TableName table) {
        this(table, MOST);
    }

    private RefusedKeys(TableName table, int most) {
        this.table = table;
        this.most = most;
    }

    /** Allows no key. */
    static RefusedKeys none(TableName table) {
        return new RefusedKeys(table, 0);
    }

    /**
     * A key was refused when it was read alone.
     *
     * @throws RefusedRequestException when there are too many: what is left of the request is left out
     */
    void add(List<String> key, RefusedRequestException reason) throws RefusedRequestException {
        String named = "key (" + String.join(", ", key) + ") of " + table + ": " + reason.getMessage();
        if (count >= most) {
            throw new RefusedRequestException(
                    most == 0
                            ? named
                            : named + "; so were " + most + " before it, and the rest of the request is left out");
        }
        count++;
        LOG.warn("a request to refresh is left out in part: {}", new RefusedRequestException(named).getMessage());
    }

    /** How many were left out. */
    int count() {
        return count;
    }
}
