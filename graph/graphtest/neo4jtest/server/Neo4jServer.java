import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A Neo4j for tests, with Bolt on loopback and without a password:
 *
 * <pre>java -cp "lib/*" Neo4jServer.java DATA_DIR BOLT_PORT TOKEN LINGER_MS keep|remove</pre>
 *
 * It prints "ready LEASE_PORT" when it can be used. Whoever uses it holds a connection to the lease port open: the first line
 * that comes over it is TOKEN. The operating system closes a dead process's connections, so the server always knows
 * whether anybody is left; after LINGER_MS without a user it ends by itself, and deletes its folder if told to remove it.
 */
public class Neo4jServer {
  private static final long MAX_START_MINUTES = 5;

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var address = new SocketAddress("127.0.0.1", Integer.parseInt(args[1]));
    var token = args[2];
    var linger = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
    var remove = args[4].equals("remove");

    var starting = daemon(Neo4jServer::endIfStuck);
    var transactions = Long.getLong("transactions", 0L); // bytes for all of them; 0: Neo4j's own limit
    var dbms =
        new DatabaseManagementServiceBuilder(folder)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(GraphDatabaseSettings.auth_enabled, false)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 256L << 20)
            .setConfig(GraphDatabaseSettings.udc_enabled, false)
            .setConfig(GraphDatabaseSettings.memory_transaction_database_max_size, transactions)
            .setConfig(GraphDatabaseSettings.memory_transaction_global_max_size, globalMax(transactions))
            .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0) // an end without a pause of 10 s
            .build();
    starting.interrupt();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  dbms.shutdown();
                  if (remove) {
                    delete(folder);
                  }
                }));

    try (var leases = new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"))) {
      leases.setSoTimeout(250);
      System.out.println("ready " + leases.getLocalPort());
      var users = new AtomicInteger();
      var idleSince = new AtomicLong(System.nanoTime());
      // Counting users up and giving up happen in this one thread, so that no user is let in and then left alone.
      while (users.get() > 0 || System.nanoTime() - idleSince.get() < linger) {
        Socket user;
        try {
          user = leases.accept();
        } catch (SocketTimeoutException none) {
          continue;
        }
        users.incrementAndGet();
        daemon(
            () -> {
              serve(user, token);
              idleSince.set(System.nanoTime());
              users.decrementAndGet();
            });
      }
    }
    System.exit(0);
  }

  /** The limit for all databases; Neo4j's own is 70% of the heap. */
  private static long globalMax(long transactions) {
    return transactions > 0 ? transactions : Runtime.getRuntime().maxMemory() / 10 * 7;
  }

  /** Greets a user and returns when the user is gone. */
  private static void serve(Socket user, String token) {
    try (user) {
      user.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
      user.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // A reset connection is a user that left, too.
    }
  }

  private static void endIfStuck() {
    try {
      TimeUnit.MINUTES.sleep(MAX_START_MINUTES);
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException started) {
      // It is up.
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException gone) {
      // The next start of a server sweeps up.
    }
  }
}
