// What ./tidemark setup makes in Neo4j for connectors/social-graph.yaml. A test holds this file against it.
// A node is known by its reference label; it carries its real label exactly while its row exists.
CREATE CONSTRAINT `tidemark_UserRef_id` IF NOT EXISTS FOR (n:`UserRef`) REQUIRE (n.`id`) IS UNIQUE;
CREATE CONSTRAINT `tidemark_User_id` IF NOT EXISTS FOR (n:`User`) REQUIRE (n.`id`) IS UNIQUE;

// How far the graph is, per topic partition.
CREATE CONSTRAINT `tidemark_watermark` IF NOT EXISTS FOR (n:`TidemarkWatermark`) REQUIRE (n.`topic`, n.`partition`) IS UNIQUE;

// Up to which position of Postgres' log the graph is complete, and whether the sink must wait; one each per pipeline.
CREATE CONSTRAINT `tidemark_tidemark` IF NOT EXISTS FOR (n:`Tidemark`) REQUIRE (n.`prefix`) IS UNIQUE;
CREATE CONSTRAINT `tidemark_hold` IF NOT EXISTS FOR (n:`TidemarkHold`) REQUIRE (n.`prefix`) IS UNIQUE;
