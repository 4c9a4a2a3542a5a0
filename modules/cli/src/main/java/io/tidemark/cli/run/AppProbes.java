package io.tidemark.cli.run;

import io.tidemark.capture.CaptureApp;
import io.tidemark.reconciler.watch.WatchHealth;
import io.tidemark.sink.SinkApp;
import io.tidemark.telemetry.Probe;
import io.tidemark.telemetry.Probes;
import java.util.Optional;

/** What the apps answer to an orchestrator. An outage makes them unready; only their end makes them dead. */
public final class AppProbes {

    private AppProbes() {}

    /** A capture's answers. */
    public static Probes of(CaptureApp app) {
        return new Probes(
                () -> app.isStarted() ? Probe.passed("started") : Probe.failed("the capture is starting"),
                () -> app.hasEnded() ? Probe.failed("the capture has ended") : Probe.passed("alive"),
                () -> ready(
                        app.waitsFor(),
                        app.isStandby()
                                ? "stands by: another capture runs, this one takes over from it"
                                : "publishes"));
    }

    /** A sink's answers. */
    public static Probes of(SinkApp app) {
        return new Probes(
                () -> app.isStarted() ? Probe.passed("started") : Probe.failed("the sink is starting"),
                () -> app.isAlive() ? Probe.passed("alive") : Probe.failed("the sink has ended"),
                () -> ready(app.waitsFor(), "applies what it reads"));
    }

    /** The answers of {@code reconcile watch}. */
    public static Probes of(WatchHealth watch) {
        return new Probes(
                () -> watch.isOpen() ? Probe.passed("started") : Probe.failed("the reconciler opens its connections"),
                () -> Probe.passed("alive"),
                () -> ready(watch.waitsFor(), "compares"));
    }

    private static Probe ready(Optional<String> waitsFor, String otherwise) {
        return waitsFor.map(AppProbes::waiting).orElseGet(() -> Probe.passed(otherwise));
    }

    private static Probe waiting(String reason) {
        return Probe.failed(reason.lines().findFirst().orElse(""));
    }
}
