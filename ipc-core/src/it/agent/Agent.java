/** An agent's jar is added to the class path, and {@code java.class.path} does not show it. */
public class Agent {
    public static void premain(String arguments) {}
}
