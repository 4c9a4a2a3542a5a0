// The rights of the sink's Neo4j user (Enterprise edition; in Community edition every user may do everything, so no test runs this file).
// setup makes the constraints, as a user who may; the sink only looks whether they are there.
CREATE ROLE tidemark_sink IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO tidemark_sink;
GRANT MATCH {*} ON GRAPH neo4j TO tidemark_sink;
GRANT WRITE ON GRAPH neo4j TO tidemark_sink;
GRANT SHOW CONSTRAINT ON DATABASE neo4j TO tidemark_sink;
// The first write of a label, a relationship type or a property gives it its name.
GRANT NAME MANAGEMENT ON DATABASE neo4j TO tidemark_sink;
