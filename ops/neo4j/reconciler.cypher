// The rights of the reconciler's Neo4j user (Enterprise edition; in Community edition every user may do everything).
// Reading is enough for everything but clear and rebuild.
CREATE ROLE tidemark_reconciler IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO tidemark_reconciler;
GRANT MATCH {*} ON GRAPH neo4j TO tidemark_reconciler;
GRANT SHOW CONSTRAINT ON DATABASE neo4j TO tidemark_reconciler;
