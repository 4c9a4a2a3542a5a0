package io.tidemark.cli.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A setting's value.
 *
 * @param text as it was written; may be a secret
 * @param origin where it came from, in words
 */
public record Value(String text, String origin) {

    static final String MASK = "********";

    /** Up to the last @, since a password may hold one that should have been encoded; the user only if it is sure. */
    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("://([^:@/?#\\s,]*:)?[^\\s,]*@");

    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)([?&;](?:[a-z]*password|token)=)[^&;]*");

    /** The value as it may be shown: secrets, and passwords inside URLs, are masked. */
    String shown(String property) {
        if (isSecret(property)) {
            return MASK;
        }
        String shown = CREDENTIALS_IN_URL
                .matcher(text)
                .replaceAll(found -> "://" + (found.group(1) == null ? "" : found.group(1)) + MASK + "@");
        return PASSWORD_PARAMETER.matcher(shown).replaceAll("$1" + MASK);
    }

    /** Whether a setting of this name is a secret as a whole. */
    static boolean isSecret(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        return name.contains("password")
                || name.contains("secret")
                || name.contains("token")
                || name.endsWith("jaas.config")
                || name.endsWith("user.info")
                || name.endsWith("keystore.key");
    }

    @Override
    public String toString() {
        return MASK + " from " + origin;
    }
}
