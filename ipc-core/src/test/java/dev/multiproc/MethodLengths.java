package dev.multiproc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** How long methods, constructors and initializers are, as the compiler's parser sees them. */
final class MethodLengths extends TreeScanner<Void, Void> {
    /**
     * The length of one of them, from its first annotation to its closing brace, without the comment before it.
     *
     * @param line its first line, counted from 1
     */
    record Length(Path file, long line, String name, long lineCount) {
        @Override
        public String toString() {
            return file + ":" + line + " " + name + "(): " + lineCount + " lines";
        }
    }

    private final List<Length> found = new ArrayList<>();
    private final SourcePositions positions;
    private final CompilationUnitTree unit;
    private final Path file;
    private String className = "";

    private MethodLengths(SourcePositions positions, CompilationUnitTree unit) {
        this.positions = positions;
        this.unit = unit;
        file = Path.of(unit.getSourceFile().getName());
    }

    /** The files are parsed, not compiled, so no class path is needed. */
    static List<Length> in(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    problems,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjects(sources.toArray(Path[]::new)));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<Length> all = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                MethodLengths lengths = new MethodLengths(positions, unit);
                lengths.scan(unit, null);
                all.addAll(lengths.found);
            }
            assertThat(problems.getDiagnostics()).isEmpty();
            return all;
        }
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
        String outer = className;
        className = type.getSimpleName().toString();
        type.getMembers().stream().filter(BlockTree.class::isInstance).forEach(block -> add(block, className));
        super.visitClass(type, null);
        className = outer;
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        String name = method.getName().toString();
        add(method, name.equals("<init>") ? className : name);
        return super.visitMethod(method, null);
    }

    private void add(Tree tree, String name) {
        long first = line(positions.getStartPosition(unit, tree));
        long last = line(positions.getEndPosition(unit, tree));
        found.add(new Length(file, first, name, last - first + 1));
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
