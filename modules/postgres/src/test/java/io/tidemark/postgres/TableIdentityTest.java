package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableIdentityTest {

    @ParameterizedTest
    @CsvSource({
        "the same,                          1.2.3/7.8/4:9,     1.2.3/7.8/4:9,     true",
        "another table,                     1.2.3/7.8/4:9,     5.2.3/7.8/4:9,     false",
        "out of the publication and back,   1.2.3/7.8/4:9,     1.2.6/7.8/4:9,     false",
        "kinds of change left out and back, 1.2.3/7.8/4:9,     1.2.3/10.8/4:9,    false",
        "another column list and back,      1.2.3/7.8/4:9,     1.2.3/7.11/4:9,    false",
        "another identity and back,         1.2.3/7.8/4:9,     1.2.3/7.8/4:12,    false",
        "another index,                     1.2.3/7.8/4:9,     '1.2.3/7.8/4:9,5:12', true",
        "an index that is gone,             '1.2.3/7.8/4:9,5:9', 1.2.3/7.8/4:9,   true",
        "no index,                          1.2.3/7.8/,        1.2.3/7.8/,        true",
        "written by a version before,       1.2.3,             1.2.3/7.8/4:9,     true",
        "of a version before and another,   1.2.3,             1.2.4/7.8/4:9,     false",
        "another name and back,             1.2.3/7.8/4:9:001/6:10, 1.2.3/7.8/4:9:001/12:10, false",
        "another owner,                     1.2.3/7.8/4:9:001/6:10, 1.2.3/7.8/4:9:001/12:11, true",
        "another owner of the publication,  1.2.3/7.8/4:9:001/6:10, 1.2.3/12.8/4:9:001/6:10, false",
        "kinds of change left out and back, 1.2.3/7.8/4:9:001/6:10, 1.2.3/12.8/4:9:001/6:10, false",
        "another identity and back,         1.2.3/7.8/4:9:001/6:10, 1.2.3/7.8/4:12:001/6:10, false",
        "clustered,                         1.2.3/7.8/4:9:001/6:10, 1.2.3/7.8/4:12:101/6:10, true",
        "the version before had no flags,   1.2.3/7.8/4:9,            1.2.3/7.8/4:9:001/6:10,  true",
        "and another identity,              1.2.3/7.8/4:9,            1.2.3/7.8/4:12:001/6:10, false"
    })
    void what_cannot_be_undone_without_a_trace_tells(String what, String then, String now, boolean same) {
        assertThat(TableIdentity.isSame(then, now)).as(what).isEqualTo(same);
    }
}
