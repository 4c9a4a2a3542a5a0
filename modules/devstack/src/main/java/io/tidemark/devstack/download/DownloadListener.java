package io.tidemark.devstack.download;

import io.tidemark.devstack.Progress;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Adds up what the resolver transfers. */
final class DownloadListener extends AbstractTransferListener {

    private final Progress progress;
    private final AtomicLong bytes = new AtomicLong();

    DownloadListener(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        progress.downloading(name(event), bytes.addAndGet(event.getDataLength()));
    }

    private static String name(TransferEvent event) {
        String resource = event.getResource().getResourceName();
        return resource.substring(resource.lastIndexOf('/') + 1);
    }
}
