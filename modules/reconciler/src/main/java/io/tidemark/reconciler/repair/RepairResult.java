package io.tidemark.reconciler.repair;

import java.time.Instant;

/**
 * What a repair came to.
 *
 * @param plan what was asked for
 * @param began when the first was asked for
 * @param ended when the last was proved
 * @param repaired keys that were looked at again and are right
 * @param remaining keys that still differ, those beyond a refresh among them
 * @param unsettled keys that changed too often to be judged
 */
public record RepairResult(
        RepairPlan plan, Instant began, Instant ended, long repaired, long remaining, long unsettled) {}
