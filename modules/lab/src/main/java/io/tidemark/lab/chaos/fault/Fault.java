package io.tidemark.lab.chaos.fault;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** One kind of trouble: how it comes, how long it lasts, how it goes. */
public enum Fault {
    KILL_CAPTURE(Victim.CAPTURE, 30, 0, 4) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.capture().kill();
        }

        @Override
        void end(Victims victims) {
            victims.capture().start();
        }
    },
    KILL_SINK(Victim.SINK, 26, 0, 4) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.sink().kill();
        }

        @Override
        void end(Victims victims) {
            victims.sink().start();
        }
    },
    KILL_POSTGRES(Victim.POSTGRES, 8, 0, 4) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(Server.POSTGRES);
        }

        @Override
        void end(Victims victims) {
            victims.stack().start(Server.POSTGRES);
        }
    },
    KILL_KAFKA(Victim.KAFKA, 7, 0, 4) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(Server.KAFKA);
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
        }
    },
    /** The broker that leads a partition of the pipeline, or coordinates the capture's transactions. */
    KILL_LEADER(Victim.KAFKA, 9, 0, 8, true) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(victims.brokers().leader(random));
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
        }
    },
    /** Fewer are left than {@code min.insync.replicas}: nothing can be written until one is back. */
    KILL_TWO_BROKERS(Victim.KAFKA, 4, 0, 12, true) {
        @Override
        void inflict(Victims victims, Random random) {
            List<Server> brokers = new ArrayList<>(victims.brokers().all());
            Collections.shuffle(brokers, random);
            brokers.subList(0, 2).forEach(victims.stack()::kill);
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
        }
    },
    /** Meanwhile no partition gets another leader. */
    KILL_CONTROLLER(Victim.KAFKA, 2, 0, 6, true) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(Server.CONTROLLER);
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
        }
    },
    /** In turn, as in an upgrade; no pause for replicas to catch up, so that some lag behind when the next broker stops. */
    RESTART_BROKERS(Victim.KAFKA, 3, 0, 1, true) {
        @Override
        void inflict(Victims victims, Random random) {
            for (Server broker : victims.brokers().all()) {
                victims.stack().stop(broker);
                victims.stack().start(broker);
            }
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
        }
    },
    KILL_NEO4J(Victim.NEO4J, 7, 0, 4) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(Server.NEO4J);
        }

        @Override
        void end(Victims victims) {
            victims.stack().start(Server.NEO4J);
        }
    },
    KILL_REGISTRY(Victim.REGISTRY, 4, 0, 6) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.stack().kill(Server.REGISTRY);
        }

        @Override
        void end(Victims victims) {
            victims.brokers().start();
            victims.stack().start(Server.REGISTRY);
        }
    },
    /** Longer than the sink's session, so that it comes back as a zombie. */
    FREEZE_SINK(Victim.SINK, 4, 11, 16) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.sink().freeze();
        }

        @Override
        void end(Victims victims) {
            victims.sink().thaw();
        }
    },
    FREEZE_CAPTURE(Victim.CAPTURE, 4, 2, 12) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.capture().freeze();
        }

        @Override
        void end(Victims victims) {
            victims.capture().thaw();
        }
    },
    CUT_LINK(Victim.LINKS, 6, 0, 1) {
        @Override
        void inflict(Victims victims, Random random) {
            link(victims, random).cut();
        }

        @Override
        void end(Victims victims) {
            healLinks(victims);
        }
    },
    REFUSE_LINK(Victim.LINKS, 3, 1, 6) {
        @Override
        void inflict(Victims victims, Random random) {
            FaultProxy link = link(victims, random);
            link.refuse();
            link.cut();
        }

        @Override
        void end(Victims victims) {
            healLinks(victims);
        }
    },
    BLACK_HOLE_LINK(Victim.LINKS, 4, 2, 12) {
        @Override
        void inflict(Victims victims, Random random) {
            link(victims, random).blackHole();
        }

        @Override
        void end(Victims victims) {
            healLinks(victims);
        }
    },
    SLOW_LINK(Victim.LINKS, 4, 4, 10) {
        @Override
        void inflict(Victims victims, Random random) {
            FaultProxy link = link(victims, random);
            link.delay(Duration.ofMillis(10 + random.nextInt(190)));
            link.limit(200_000);
        }

        @Override
        void end(Victims victims) {
            healLinks(victims);
        }
    },
    /** A session of the log that begins meanwhile must not depend on them. */
    CHANGE_SETTINGS(Victim.DATABASE, 4, 2, 8) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.administrator().changeSettings();
        }

        @Override
        void end(Victims victims) {
            victims.administrator().restore();
        }
    },
    CHANGE_IDENTITY(Victim.DATABASE, 4, 1, 6) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.administrator().changeIdentity(random);
        }

        @Override
        void end(Victims victims) {
            victims.administrator().restore();
        }
    },
    CHANGE_PUBLICATION(Victim.DATABASE, 4, 1, 6) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.administrator().changePublication();
        }

        @Override
        void end(Victims victims) {
            victims.administrator().restore();
        }
    },
    REWRITE_TABLE(Victim.DATABASE, 4, 0, 1) {
        @Override
        void inflict(Victims victims, Random random) {
            victims.administrator().rewriteTable(random);
        }

        @Override
        void end(Victims victims) {
            // it is done when it returns
        }
    };

    /** Who suffers. */
    enum Victim {
        CAPTURE,
        SINK,
        POSTGRES,
        KAFKA,
        NEO4J,
        REGISTRY,
        LINKS,
        DATABASE
    }

    private final Victim victim;
    private final int weight;
    private final int leastSeconds;
    private final int mostSeconds;
    private final boolean severalBrokers;

    Fault(Victim victim, int weight, int leastSeconds, int mostSeconds) {
        this(victim, weight, leastSeconds, mostSeconds, false);
    }

    Fault(Victim victim, int weight, int leastSeconds, int mostSeconds, boolean severalBrokers) {
        this.victim = victim;
        this.weight = weight;
        this.leastSeconds = leastSeconds;
        this.mostSeconds = mostSeconds;
        this.severalBrokers = severalBrokers;
    }

    /** Those that can come to a stack with so many brokers. */
    public static Set<Fault> possible(int brokers) {
        return Arrays.stream(values())
                .filter(fault -> brokers == Server.MOST_BROKERS || !fault.severalBrokers)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }

    abstract void inflict(Victims victims, Random random);

    abstract void end(Victims victims);

    /** Whether a process dies of it. */
    public boolean isKill() {
        return name().startsWith("KILL");
    }

    Victim victim() {
        return victim;
    }

    Duration duration(Random random) {
        return Duration.ofMillis(leastSeconds * 1_000L + random.nextInt((mostSeconds - leastSeconds) * 1_000));
    }

    static Fault any(List<Fault> faults, Random random) {
        int dice =
                random.nextInt(faults.stream().mapToInt(fault -> fault.weight).sum());
        for (Fault fault : faults) {
            dice -= fault.weight;
            if (dice < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    private static FaultProxy link(Victims victims, Random random) {
        List<Server> servers = victims.links().keySet().stream().sorted().toList();
        FaultProxy link = victims.links().get(servers.get(random.nextInt(servers.size())));
        if (link == null) {
            throw new IllegalStateException("no link");
        }
        return link;
    }

    private static void healLinks(Victims victims) {
        victims.links().values().forEach(FaultProxy::heal);
    }
}
