package io.tidemark.settings;

import io.tidemark.postgres.DatabaseUrl;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A setting's value.
 *
 * @param text as it was written; may be a secret
 * @param origin where it came from, in words
 */
public record Value(String text, String origin) {

    static final String MASK = "********";

    /** Each address of a list: a comma inside a password ends none. */
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile(",(?=\\s*[a-z+]+://)");

    /** Up to the last @, since a password may hold one that should have been encoded; the user only if it is sure. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?s)://([^:@/?#\\s,]*:)?.*@|^(?!(?:jdbc:)?[A-Za-z0-9_+]*://)([^:@]*:).*@");

    /** To the end, or to what would be the next parameter of a URL. */
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?is)((?:^|[?&;\\s])(?:[a-z]*password|token)\\s*=)[^&]*");

    /** A user and a password whose host was forgotten. */
    private static final Pattern NO_PORT =
            Pattern.compile("(?s)(://[^:@/?#\\s,\\[]*:)(?!\\d{0,5}(?:[/?#,\\s]|$)|\\*{8}@).*");

    /** The value as it may be shown: secrets, and passwords inside URLs, are masked. */
    String masked(String property) {
        if (isSecret(property) || (property.equals(Setting.DATABASE_URL.property()) && !isDatabase())) {
            return MASK;
        }
        return Arrays.stream(BETWEEN_ADDRESSES.split(text))
                .map(Value::maskedAddress)
                .collect(Collectors.joining(","));
    }

    private static String maskedAddress(String address) {
        String shown = PASSWORD_PARAMETER.matcher(address).replaceAll("$1" + MASK);
        shown = CREDENTIALS.matcher(shown).replaceAll(found -> {
            String user = found.group().startsWith("://") ? found.group(1) : found.group(2);
            String start = found.group().startsWith("://") ? "://" : "";
            return Matcher.quoteReplacement(start + (user == null ? "" : user) + MASK + "@");
        });
        return NO_PORT.matcher(shown).replaceAll("$1" + MASK);
    }

    /** What cannot be read as a URL has no place of which it is sure that no password stands there. */
    private boolean isDatabase() {
        try {
            DatabaseUrl.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a setting of this name is a secret as a whole. */
    static boolean isSecret(String property) {
        String name = property.toLowerCase(Locale.ROOT);
        return ClientProperties.isPasswordOfKafka(name)
                || name.contains("password")
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
