package io.tidemark.cli.map;

import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Column;
import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What columns without a foreign key refer to, by their names, as some frameworks leave it: {@code user_id} to users, {@code follower_id} beside {@code followed_id}
 * to those who can follow. A guess is only ever a comment. Pure.
 */
final class Guess {

    /** Who does something to each other. */
    private static final List<String> WHO = List.of("user", "account", "person", "member", "profile");

    private Guess() {}

    /** A table that joins two others if its columns refer to what their names say; empty where the names do not say it. */
    static Optional<JoinTable> joinTable(RelatedTable table, Collection<RelatedTable> all) {
        Set<String> known = new HashSet<>(
                table.table().primaryKey().size() == 1 ? table.table().primaryKey() : List.of());
        table.foreignKeys().stream().map(ForeignKey::columns).forEach(known::addAll);
        List<Column> unknown = table.table().columns().values().stream()
                .filter(column -> !known.contains(column.name()) && Convention.isReference(column))
                .toList();
        List<ForeignKey> guessed = unknown.stream()
                .flatMap(column -> target(table, column, unknown, all).stream())
                .toList();
        return JoinTable.of(table, guessed);
    }

    private static Optional<ForeignKey> target(
            RelatedTable table, Column column, List<Column> unknown, Collection<RelatedTable> all) {
        boolean verb = unknown.stream()
                .anyMatch(other -> Verb.between(column.name(), other.name()).isPresent()
                        || Verb.between(other.name(), column.name()).isPresent());
        List<String> words = Words.of(column.name());
        Stream<String> nouns = verb ? WHO.stream() : Stream.of(String.join(" ", words.subList(0, words.size() - 1)));
        return nouns.flatMap(noun -> all.stream().filter(other -> isNamed(other, noun)))
                .filter(other -> other.name().schema().equals(table.name().schema()) && isKeyLike(other, column))
                .findFirst()
                .map(other -> new ForeignKey(
                        List.of(column.name()), other.name(), other.table().primaryKey()));
    }

    private static boolean isNamed(RelatedTable table, String noun) {
        List<String> words = new ArrayList<>(Words.of(table.name().name()));
        if (words.isEmpty()) {
            return false;
        }
        words.add(Singular.of(words.remove(words.size() - 1)));
        return String.join(" ", words).equals(noun);
    }

    private static boolean isKeyLike(RelatedTable table, Column column) {
        List<String> key = table.table().primaryKey();
        return key.size() == 1
                && Objects.requireNonNull(table.table().columns().get(key.get(0)))
                        .type()
                        .map(ColumnType::graphType)
                        .equals(column.type().map(ColumnType::graphType));
    }
}
