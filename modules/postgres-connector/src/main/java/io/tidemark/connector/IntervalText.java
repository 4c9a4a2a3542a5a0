package io.tidemark.connector;

import java.sql.SQLException;
import org.postgresql.util.PGobject;

/**
 * An interval as Postgres' own text. Stands where Debezium and the driver would make an {@code org.postgresql.util.PGInterval}, which
 * keeps hours in 32 bits and knows no infinity: the build puts it into Debezium's classes ({@code src/relocation/rules.txt}), the property
 * {@code driver.datatype.interval} into the driver.
 */
public final class IntervalText extends PGobject {

    private static final long serialVersionUID = 1;

    /** For the driver, which calls {@link #setValue}. */
    public IntervalText() {
        setType("interval");
    }

    /** For Debezium, in place of {@code PGInterval(String)}. */
    public IntervalText(String value) throws SQLException {
        this();
        setValue(value);
    }
}
