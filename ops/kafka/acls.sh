#!/bin/sh
# What each of Tidemark's users may do in Kafka. Run once by an administrator, again for another prefix:
#
#   KAFKA_BOOTSTRAP_SERVERS=kafka:9093 KAFKA_ACLS="kafka-acls.sh --command-config admin.properties" sh ops/kafka/acls.sh
#
# With `remove` behind it, it takes the same away again.
#
# TIDEMARK_PREFIX is the pipeline's; TIDEMARK_SCHEMAS the Postgres schemas with mapped tables. The users are <prefix>-setup, <prefix>-capture,
# <prefix>-sink, <prefix>-reconciler and <prefix>-console. SecurityIT runs this file and then the pipeline under it.
set -eu

case ${1:-add} in
add) change=--add ;;
remove) change="--force --remove" ;;
*) echo "$0: expected add or remove, not $1" >&2 && exit 2 ;;
esac

prefix=${TIDEMARK_PREFIX:-tidemark}
schemas=${TIDEMARK_SCHEMAS:-public}

allow() {
    user=$1
    shift
    ${KAFKA_ACLS:-kafka-acls.sh} --bootstrap-server "${KAFKA_BOOTSTRAP_SERVERS:?}" $change --allow-principal "User:$user" "$@"
}

# setup makes the topics
allow "$prefix-setup" --operation Create --operation Describe --topic "$prefix." --resource-pattern-type prefixed

# capture: the only writer of the tables' topics, of the schemas and of the progress; it reads them to sweep, to find where it stopped, and to ask for
# transactions that a broker forgot to end (describeProducers wants Read; docs/decisions/0015).
# To abort such a one by itself it would also need Alter on the cluster. That right changes ACLs, too, so it is not given here: the capture stops
# then, and names the command for an administrator. Who wants it to go on by itself adds:
#   --operation Alter --cluster
allow "$prefix-capture" --operation Read --operation Write --operation Describe --topic "$prefix.progress"
allow "$prefix-capture" --operation Read --operation Write --operation Describe --topic "$prefix.schemas"
allow "$prefix-capture" --operation Describe --operation Write --transactional-id "$prefix-capture"

# sink: reads, and puts aside what it cannot apply
allow "$prefix-sink" --operation Read --operation Describe --operation DescribeConfigs --topic "$prefix.progress"
allow "$prefix-sink" --operation Read --operation Describe --topic "$prefix.schemas"
allow "$prefix-sink" --operation Write --operation Describe --topic "$prefix.dead-letters"
allow "$prefix-sink" --operation Read --operation Describe --group "$prefix-sink"

# reconciler: describes topics, reads dead letters and keeps beside them which are settled; asks Postgres, not Kafka, for a refresh
allow "$prefix-reconciler" --operation Describe --operation DescribeConfigs --topic "$prefix." --resource-pattern-type prefixed
allow "$prefix-reconciler" --operation Read --operation Write --topic "$prefix.dead-letters"
# its check says whether these two have enough replicas, where it may see them
allow "$prefix-reconciler" --operation Describe --operation DescribeConfigs --topic __transaction_state
allow "$prefix-reconciler" --operation Describe --operation DescribeConfigs --topic __consumer_offsets

# console and status: where the topics end, where the sink's group is, what was put aside. Not what is in the tables' topics: so they take
# offsets for the records that wait, and count the markers of transactions with them. Who wants records adds Read for these topics.
allow "$prefix-console" --operation Describe --topic "$prefix." --resource-pattern-type prefixed
allow "$prefix-console" --operation Read --topic "$prefix.progress"
allow "$prefix-console" --operation Read --topic "$prefix.dead-letters"
allow "$prefix-console" --operation Describe --group "$prefix-sink"

for schema in $schemas; do
    tables=$prefix.$schema.
    allow "$prefix-capture" --operation Read --operation Write --operation Describe --topic "$tables" --resource-pattern-type prefixed
    allow "$prefix-sink" --operation Read --operation Describe --operation DescribeConfigs --topic "$tables" --resource-pattern-type prefixed
done
