package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas that were not made for Tidemark: what is proposed for each is set up, filled, changed, and verifies. */
@Tag("slow")
@Timeout(120)
final class ProposedMappingsIT {

    private static final String BEFORE = "nodes: [{ table: any, label: Any, key: id }]";

    /**
     * A schema in {@code resources/schemas}.
     *
     * @param labels of the nodes that are proposed, in order
     * @param edges that are proposed, in order
     * @param comments what is said besides
     */
    private record Schema(String name, List<String> labels, List<String> edges, List<String> comments) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Schema> schemas() {
        return Stream.of(
                new Schema(
                        "rails",
                        List.of("ActiveStorageAttachment", "ActiveStorageBlob", "Micropost", "Tag", "User"),
                        List.of(
                                "(:User)-[:LIKES]->(:Micropost)",
                                "(:Micropost)-[:MICROPOSTS_TAGS]->(:Tag)",
                                "(:User)-[:FOLLOWS]->(:User)"),
                        List.of(
                                "column public.users.password_digest looks like a secret",
                                "absentWhen: discarded_at }",
                                "\n  - { table: public.likes, type: LIKES, key: id, from: { column: user_id, label: User }",
                                "no foreign key says what follower_id refers to; by its name public.users",
                                "# - { table: public.relationships, type: FOLLOWS, key: id, from: { column: follower_id,",
                                "{ type: USER,",
                                "table public.schema_migrations is a framework's own bookkeeping")),
                new Schema(
                        "django",
                        List.of(
                                "AuthGroup",
                                "AuthUser",
                                "DjangoContentType",
                                "NetworkComment",
                                "NetworkPost",
                                "NetworkProfile"),
                        List.of(
                                "(:AuthUser)-[:AUTH_USER_GROUPS]->(:AuthGroup)",
                                "(:NetworkPost)-[:NETWORK_POST_LIKES]->(:NetworkProfile)",
                                "(:NetworkProfile)-[:NETWORK_PROFILE_FOLLOWS]->(:NetworkProfile)"),
                        List.of(
                                "column public.auth_user.password looks like a secret",
                                "the key public.django_session.session_key looks like a secret",
                                "- { table: public.network_profile_follows, type: NETWORK_PROFILE_FOLLOWS, key: id,",
                                "{ type: AUTHOR,")),
                new Schema(
                        "mastodon",
                        List.of("Account", "Conversation", "List", "Notification", "Status", "Tag", "User"),
                        List.of(
                                "(:Account)-[:BLOCKS]->(:Account)",
                                "(:Account)-[:FAVOURITES]->(:Status)",
                                "(:Account)-[:FOLLOWS]->(:Account)",
                                "(:List)-[:LIST_ACCOUNTS]->(:Account)",
                                "(:Account)-[:MUTES]->(:Account)",
                                "(:Status)-[:STATUSES_TAGS]->(:Tag)"),
                        List.of(
                                "column public.accounts.private_key looks like a secret",
                                "column public.users.otp_secret looks like a secret",
                                "\n  - { table: public.follows, type: FOLLOWS, key: id, from: { column: account_id, label: Account },"
                                        + " to: { column: target_account_id,",
                                "{ type: IN_REPLY_TO,",
                                "foreign key (follow_id) to public.follows is only a property",
                                "public.account_summaries is a view")),
                new Schema(
                        "pagila",
                        List.of(
                                "Actor",
                                "Address",
                                "Category",
                                "City",
                                "Country",
                                "Customer",
                                "Film",
                                "Inventory",
                                "Language",
                                "Payment",
                                "Rental",
                                "Staff",
                                "Store"),
                        List.of("(:Actor)-[:FILM_ACTOR]->(:Film)", "(:Film)-[:FILM_CATEGORY]->(:Category)"),
                        List.of(
                                "column public.film.fulltext is tsvector",
                                "column public.staff.password looks like a secret",
                                "table public.customer_list is a view",
                                "label: Payment, key: [payment_date, payment_id], properties: [amount]")),
                new Schema(
                        "chinook",
                        List.of(
                                "Album",
                                "Artist",
                                "Customer",
                                "Employee",
                                "Genre",
                                "Invoice",
                                "InvoiceLine",
                                "MediaType",
                                "Playlist",
                                "Track"),
                        List.of("(:Playlist)-[:PLAYLIST_TRACK]->(:Track)"),
                        List.of("{ type: REPORTS_TO,")),
                new Schema(
                        "northwind",
                        List.of(
                                "Category",
                                "CustomerDemographic",
                                "Customer",
                                "Employee",
                                "Order",
                                "Product",
                                "Region",
                                "Shipper",
                                "Supplier",
                                "Territory",
                                "UsState"),
                        List.of(
                                "(:Customer)-[:CUSTOMER_CUSTOMER_DEMO]->(:CustomerDemographic)",
                                "(:Employee)-[:EMPLOYEE_TERRITORIES]->(:Territory)",
                                "(:Order)-[:ORDER_DETAILS]->(:Product)"),
                        List.of("{ type: SHIP_VIA,")));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void what_is_proposed_is_set_up_filled_and_verifies(Schema schema, @TempDir Path folder)
            throws SQLException, IOException {
        String[] parts = resource(schema.name()).split("-- while it runs\n", -1);
        try (TestPipeline pipeline = TestPipeline.open(schema.name(), Map.of(TestPipeline.MAPPING, BEFORE))) {
            pipeline.sql(parts[0]);
            propose(schema, pipeline);
            pipeline.emptyGraph();
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitTidemark();
            Mapping mapping = pipeline.settings().mapping();
            assertThat(mapping.nodes())
                    .allSatisfy(node -> assertThat(pipeline.graph("MATCH (n:" + node.label() + ") RETURN count(n) > 0"))
                            .as(node.label())
                            .isEqualTo(true));
            assertThat(mapping.nodes()).anyMatch(node -> !node.edges().isEmpty());
            assertThat(mapping.nodes().stream().flatMap(node -> node.edges().stream()))
                    .anySatisfy(edge -> assertThat(
                                    pipeline.graph("MATCH ()-[r:" + edge.type() + "]->() RETURN count(r) > 0"))
                            .isEqualTo(true));
            pipeline.sql(parts[1]);
            pipeline.awaitTidemark();
            Reconciler.Run verified = new Reconciler(pipeline, folder).run("verify");
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
            assertThat(pipeline.sink().deadLetters()).isZero();
            showsWhatSetupMade(pipeline);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(ProposedMappingsIT.class.getResourceAsStream("/schemas/" + name + ".sql"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void propose(Schema schema, TestPipeline pipeline) throws IOException {
        Ended proposed = new Launcher(pipeline.environment()).run("map propose");
        assertThat(proposed.code()).as("%s", proposed.err()).isZero();
        Files.write(
                Path.of(pipeline.environment().get("TIDEMARK_MAPPING")),
                takingIn("public.relationships", proposed.out()));
        Mapping mapping = pipeline.settings().mapping();
        assertThat(mapping.nodes()).extracting(NodeMapping::label).containsExactlyElementsOf(schema.labels());
        assertThat(mapping.edges()).extracting(ProposedMappingsIT::pattern).containsExactlyElementsOf(schema.edges());
        assertThat(String.join("\n", proposed.out())).contains(schema.comments());
    }

    /** What one does who knows that a guess is right. */
    private static List<String> takingIn(String table, List<String> lines) {
        List<String> mapping = new ArrayList<>();
        boolean inElement = false;
        for (String line : lines) {
            inElement = line.startsWith("  # - { table: " + table + ",") || (inElement && line.startsWith("  #     "));
            mapping.add(inElement ? line.replaceFirst("# ", "") : line);
        }
        return mapping;
    }

    private static String pattern(EdgeMapping edge) {
        return "(:" + edge.from().label() + ")-[:" + edge.type() + "]->(:"
                + edge.to().label() + ")";
    }

    private static void showsWhatSetupMade(TestPipeline pipeline) {
        List<String> shown = new Launcher(pipeline.environment())
                .run("map show", "--format", "cypher")
                .out();
        for (String line : shown) {
            if (!line.startsWith("//")) {
                int added = pipeline.driver()
                        .executableQuery(line.replace(";", ""))
                        .execute()
                        .summary()
                        .counters()
                        .constraintsAdded();
                assertThat(added).as(line).isZero();
            }
        }
        assertThat(shown).anyMatch(line -> line.startsWith("CREATE CONSTRAINT"));
    }
}
