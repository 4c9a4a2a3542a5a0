package io.tidemark.e2e.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One call of {@code kafka-acls.sh}, as far as ours use it, done by the admin client instead of by a JVM for each.
 *
 * @param adds whether it adds, or removes
 * @param bindings what it adds or removes
 */
record AclLine(boolean adds, List<AclBinding> bindings) {

    /** What the call would do; unknown options are refused. */
    static AclLine parse(String line) {
        boolean adds = false;
        String principal = "";
        ResourceType type = ResourceType.UNKNOWN;
        String name = "";
        PatternType pattern = PatternType.LITERAL;
        List<AclOperation> operations = new ArrayList<>();
        String[] words = line.strip().split(" +", -1);
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--add" -> adds = true;
                case "--force" -> {} // asks no one
                case "--remove" -> adds = false;
                case "--bootstrap-server" -> i++;
                case "--allow-principal" -> principal = words[++i];
                case "--operation" -> operations.add(operation(words[++i]));
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(words[++i].toUpperCase(Locale.ROOT));
                case "--topic", "--group", "--transactional-id" -> {
                    type = ResourceType.fromString(words[i].substring(2).replace('-', '_'));
                    name = words[++i];
                }
                default -> throw new IllegalArgumentException("unknown option " + words[i] + " in " + line);
            }
        }
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        String user = principal;
        return new AclLine(
                adds,
                operations.stream()
                        .map(operation -> new AclBinding(
                                resource, new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW)))
                        .toList());
    }

    /** {@code DescribeConfigs} is {@code DESCRIBE_CONFIGS}. */
    private static AclOperation operation(String word) {
        AclOperation operation = AclOperation.fromString(word.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
        if (operation == AclOperation.UNKNOWN) {
            throw new IllegalArgumentException("unknown operation " + word);
        }
        return operation;
    }
}
