package io.tidemark.model.value;

/**
 * A Postgres interval: months, days and seconds are kept apart, as both Postgres and Neo4j do.
 *
 * @param months whole months, years folded in
 * @param days whole days
 * @param seconds whole seconds
 * @param nanoseconds 0 to 999,999,999, added to the seconds
 */
public record Interval(long months, long days, long seconds, int nanoseconds) {}
