/** Connect structs to Avro bytes in the Confluent wire format. */
@NullMarked
package io.tidemark.capture.avro;

import org.jspecify.annotations.NullMarked;
