"""A WordPress with the stories of `bench/readers.py`, as an editor who knows nothing sets it up: default theme, no plugin.

    python bench/readers_wordpress.py DIR

DIR is what `bench/readers.py --write DIR` made. From Debian's packages: wordpress, wordpress-theme-twentytwentythree, php-cli,
php-mysql, php-gd, mariadb-server, nginx (which compresses, as hosts do). Prints the address and serves until it is ended; everything
lies in a temporary folder.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from serve import free_port

WORDPRESS = Path("/usr/share/wordpress")
THEME = "twentytwentythree"
START_S = 15

CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', 'localhost:%(place)s/sock');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_CONTENT_DIR', '%(place)s/site/wp-content');
if (!defined('ABSPATH')) define('ABSPATH', '%(place)s/site/');
require_once ABSPATH . 'wp-settings.php';
"""

FILL = """<?php
define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = 'localhost';
require '%(place)s/site/wp-config.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
wp_install('The Ferry', 'editor', 'desk@ferry.example', true, '', bin2hex(random_bytes(9)));
update_option('permalink_structure', '/%%postname%%/'); update_option('blogdescription', 'News from both banks');
switch_theme('%(theme)s'); wp_delete_post(1, true);
$rows = json_decode(file_get_contents('%(stories)s/stories.json'), true);
for ($i = count($rows) - 1; $i >= 0; $i--) {
  $row = $rows[$i]; $body = '';
  foreach ($row['paragraphs'] as $k => $text) {
    if ($k == 2) $body .= "<!-- wp:heading --><h2>Without lights</h2><!-- /wp:heading -->";
    if ($k == 6) $body .= "<!-- wp:quote --><blockquote class='wp-block-quote'><p>We knew each other by our voices.</p></blockquote><!-- /wp:quote -->";
    $body .= "<!-- wp:paragraph --><p>$text</p><!-- /wp:paragraph -->\\n";
  }
  $post = wp_insert_post(['post_title' => $row['title'], 'post_name' => $row['slug'], 'post_excerpt' => $row['lead'],
    'post_content' => $body, 'post_status' => 'publish', 'post_author' => 1,
    'post_date' => date('Y-m-d H:i:s', strtotime("2026-11-20 -$i days"))]);
  $file = wp_upload_bits("$i.jpg", null, file_get_contents("%(stories)s/$i.jpg"))['file'];
  $picture = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => "$i", 'post_status' => 'inherit'], $file, $post);
  wp_update_attachment_metadata($picture, wp_generate_attachment_metadata($picture, $file));
  update_post_meta($picture, '_wp_attachment_image_alt', 'A boat on a river at dusk');
  set_post_thumbnail($post, $picture);
}
flush_rewrite_rules(false);
"""

ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path != '/' && is_file(__DIR__ . $path)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""

NGINX = """daemon off; pid %(place)s/nginx.pid; error_log %(place)s/nginx.log; user root; events {}
http { access_log off; gzip on; gzip_comp_level 6; gzip_proxied any;
  gzip_types text/css application/javascript application/json image/svg+xml;
  server { listen 127.0.0.1:%(port)s; location / { proxy_pass http://127.0.0.1:%(inner)s; proxy_set_header Host localhost:%(port)s; } } }
"""


def main() -> None:
    stories = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        port, inner = free_port(), free_port()
        values = {
            "place": place, "stories": stories, "theme": THEME, "port": port, "inner": inner, "url": f"http://localhost:{port}",
        }  # fmt: skip
        shutil.copytree(WORDPRESS, place / "site")
        shutil.rmtree(place / "site/wp-content/uploads", ignore_errors=True)
        (place / "site/wp-content/uploads").mkdir()
        for path, text in (("site/wp-config.php", CONFIG), ("fill.php", FILL), ("nginx.conf", NGINX)):
            (place / path).write_text(text % values)
        (place / "site/router.php").write_text(ROUTER)
        data = [f"--datadir={place}/data", "--no-defaults"]
        subprocess.run(
            ["mariadb-install-db", *reversed(data), "--user=root", "--auth-root-authentication-method=normal"],
            check=True, capture_output=True,
        )  # fmt: skip
        running = [
            subprocess.Popen(
                ["mariadbd", *reversed(data), "--user=root", f"--socket={place}/sock", "--skip-networking"],
                stderr=subprocess.DEVNULL,
            )
        ]
        try:
            deadline = time.monotonic() + START_S
            while not (place / "sock").exists() and time.monotonic() < deadline:
                time.sleep(0.2)
            grant = "create database wp; create user wp@localhost identified by 'wp'; grant all on wp.* to wp@localhost"
            subprocess.run(
                ["mariadb", "--no-defaults", "-S", str(place / "sock"), "-u", "root", "-e", grant], check=True
            )
            subprocess.run(["php", str(place / "fill.php")], check=True)
            site = place / "site"
            running.append(
                subprocess.Popen(
                    ["php", "-S", f"127.0.0.1:{inner}", "-t", str(site), str(site / "router.php")],
                    env={"PHP_CLI_SERVER_WORKERS": "4", "PATH": "/usr/bin:/bin"}, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
            running.append(
                subprocess.Popen(
                    ["nginx", "-c", str(place / "nginx.conf"), "-p", str(place)], stderr=subprocess.DEVNULL
                )
            )
            print(f"http://localhost:{port}/", flush=True)
            signal.signal(signal.SIGTERM, lambda *_: sys.exit())
            running[-1].wait()
        except KeyboardInterrupt:
            pass
        finally:
            for each in reversed(running):
                each.terminate()
                each.wait(20)


if __name__ == "__main__":
    main()
