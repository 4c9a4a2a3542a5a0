package io.tidemark.lab.recovery;

import java.time.Duration;

/**
 * How long it took.
 *
 * @param took from the kill, or from the return of a server, until the tidemark was current again
 * @param away from the kill to the return; zero for what others replaced, or a supervisor
 * @param oldest the greatest age of the tidemark meanwhile
 */
record Recovered(Duration took, Duration away, Duration oldest) {}
