package io.tidemark.e2e;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Ends the servers after the last test. If this process dies instead, the servers' guards end them. */
public final class ServersListener implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Servers.close();
    }
}
