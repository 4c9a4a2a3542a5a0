package io.tidemark.reconciler.report;

/** Text in HTML. Pure. */
final class Html {

    private static final int DELETE = 0x7F;
    private static final int LAST_CONTROL = 0x9F;

    private Html() {}

    /** Text as it may stand between tags and in an attribute in double quotes: none of it is markup. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.appendCodePoint(character);
                default -> escaped.appendCodePoint(isVisible(character) ? character : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    /** What HTML may hold; marks that turn the direction of text would make values look like others. */
    private static boolean isVisible(int character) {
        boolean control = character < ' ' || (character >= DELETE && character <= LAST_CONTROL);
        boolean turns = (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
        boolean none = (character >= 0xD800 && character <= 0xDFFF) || (character & 0xFFFE) == 0xFFFE;
        return !control && !turns && !none;
    }
}
