package io.tidemark.reconciler.check;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers findings; what cannot be read is one, too. One thread. */
final class Findings {

    private final List<Finding> findings = new ArrayList<>();

    void add(Finding finding) {
        findings.add(finding);
    }

    /** One for each problem, or that there is none. */
    void problems(String what, Collection<Problem> problems, String none) {
        if (problems.isEmpty()) {
            add(Finding.ok(what, none));
        }
        problems.forEach(problem -> add(Finding.fail(what, problem)));
    }

    /** Reads; a failure is a finding too. */
    void read(String what, Reading reading) {
        try {
            reading.run();
        } catch (TidemarkException e) {
            add(Finding.fail(what, e));
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            add(Finding.fail(
                    what,
                    "Postgres did not answer: " + message,
                    "see Postgres' log (SQL state " + e.getSQLState() + ")"));
        } catch (RuntimeException e) {
            add(Finding.fail(what, "could not be looked at: " + e, "this is a defect: report it with this line"));
        }
    }

    List<Finding> list() {
        return List.copyOf(findings);
    }
}
