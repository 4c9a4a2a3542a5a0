// The rights of whoever only looks on (Enterprise edition; in Community edition every user may do everything, so no test runs this file):
// the tidemark, the watermarks and the holds, and how many elements there are. No properties of people.
CREATE ROLE tidemark_console IF NOT EXISTS;
GRANT ACCESS ON DATABASE neo4j TO tidemark_console;
GRANT TRAVERSE ON GRAPH neo4j TO tidemark_console;
GRANT READ {*} ON GRAPH neo4j NODES Tidemark, TidemarkWatermark, TidemarkHold TO tidemark_console;
