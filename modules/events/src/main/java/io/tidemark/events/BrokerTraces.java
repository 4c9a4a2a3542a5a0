package io.tidemark.events;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** What a broker remembers of a pipeline and no client can delete, or an administrator made. Never changes anything. */
public final class BrokerTraces {

    private BrokerTraces() {}

    /**
     * Whether the broker knows the capture's transactional id. It forgets an id that has not been used for {@code
     * transactional.id.expiration.ms}; there is no request to delete one.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when this user is not allowed to ask
     */
    public static boolean hasTransactionalId(Admin admin, TopicNames names) {
        String id = names.captureTransactionalId();
        return KafkaCalls.find(
                        "describe transactional id " + id,
                        admin.describeTransactions(List.of(id)).all(),
                        TransactionalIdNotFoundException.class)
                .isPresent();
    }

    /**
     * How many ACLs name the users of {@code ops/kafka/acls.sh}; 0 also where brokers have no ACLs.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Kafka is unavailable, USAGE when this user is not allowed to ask
     */
    public static long acls(Admin admin, TopicNames names) {
        Set<String> users = Stream.of("setup", "capture", "sink", "reconciler", "console")
                .map(part -> "User:" + names.prefix() + "-" + part)
                .collect(Collectors.toSet());
        Class<? extends ApiException> none = SecurityDisabledException.class;
        return KafkaCalls.find(
                        "list ACLs", admin.describeAcls(AclBindingFilter.ANY).values(), none)
                .map(acls -> acls.stream()
                        .filter(acl -> users.contains(acl.entry().principal()))
                        .count())
                .orElse(0L);
    }
}
