/** TLS, SASL, ACLs and least-privilege roles. */
@NullMarked
package io.tidemark.e2e.security;

import org.jspecify.annotations.NullMarked;
