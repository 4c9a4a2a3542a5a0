package io.tidemark.lab;

import io.tidemark.cli.CommandProvider;
import io.tidemark.devstack.DevstackException;
import io.tidemark.lab.bench.BenchCommand;
import io.tidemark.lab.chaos.ChaosCommand;
import io.tidemark.lab.demo.DemoCommand;
import io.tidemark.lab.recovery.RecoveryCommand;
import io.tidemark.lab.stack.StackCommand;
import java.util.List;

/** The commands of the laboratory. */
public final class LabCommands implements CommandProvider {

    @Override
    public List<Class<?>> commands() {
        return List.of(
                DemoCommand.class, BenchCommand.class, ChaosCommand.class, RecoveryCommand.class, StackCommand.class);
    }

    @Override
    public boolean explains(Throwable failure) {
        return failure instanceof DevstackException;
    }
}
