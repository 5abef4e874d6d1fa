package dev.multiproc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The BOM repeats the project's version, since it must not have the project's POM as its parent. */
class BomTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void hasTheVersionOfTheProject() throws Exception {
        String version = value("pom.xml", "/project/version");
        assertThat(version).isNotEmpty();
        assertThat(value("bom/pom.xml", "/project/version")).isEqualTo(version);
        assertThat(value("bom/pom.xml", "/project/parent")).isEmpty();
    }

    @Test
    void managesWhatIsPublishedAndNothingElse() throws Exception {
        String managed = "/project/dependencyManagement/dependencies/dependency";
        List<String> modules = List.of("ipc-core", "ipc-redis");
        assertThat(value("bom/pom.xml", "count(" + managed + ")")).isEqualTo(Integer.toString(modules.size()));
        for (int i = 0; i < modules.size(); i++) {
            String each = managed + "[" + (i + 1) + "]";
            assertThat(value("bom/pom.xml", each + "/groupId")).isEqualTo(value("pom.xml", "/project/groupId"));
            assertThat(value("bom/pom.xml", each + "/artifactId"))
                    .isEqualTo(value(modules.get(i) + "/pom.xml", "/project/artifactId"));
            assertThat(value("bom/pom.xml", each + "/version")).isEqualTo(value("pom.xml", "/project/version"));
        }
    }

    private static String value(String pom, String path) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(pom).toFile());
        XPath xpath = XPathFactory.newDefaultInstance().newXPath();
        return xpath.evaluate(path, document);
    }
}
