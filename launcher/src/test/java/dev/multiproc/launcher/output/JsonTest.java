package dev.multiproc.launcher.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void objectsAndListsAreIndentedInTheirOrder() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", 1L);
        inner.put("a", true);
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("list", Arrays.asList(inner, "two", null));
        outer.put("none", List.of());
        outer.put("empty", Map.of());

        assertThat(Json.text(outer))
                .isEqualTo(
                        """
                        {
                          "list": [
                            {
                              "z": 1,
                              "a": true
                            },
                            "two",
                            null
                          ],
                          "none": [],
                          "empty": {}
                        }""");
    }

    @Test
    void stringsAreEscapedOnlyWhereJsonRequiresIt() {
        assertThat(Json.text("a\"b\\c\nd\re\tf\u0001 包子 \uD83E\uDD5F/"))
                .isEqualTo("\"a\\\"b\\\\c\\nd\\re\\tf\\u0001 包子 \uD83E\uDD5F/\"");
    }

    @Test
    void numbersThatJsonCannotRepresentBecomeNull() {
        assertThat(Json.text(List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY, -3))
                        .replaceAll("\\s", ""))
                .isEqualTo("[1.5,null,null,-3]");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> Json.text(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
