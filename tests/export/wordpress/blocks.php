<?php
// A page with WordPress's own editor in it, and a post's text: it says which blocks that editor takes for its own.
require __DIR__ . '/load.php';
$post = get_page_by_path( $_GET['name'], OBJECT, 'post' );
?><!DOCTYPE html><meta charset="utf-8"><body><script id="text" type="application/json"><?php echo json_encode( $post->post_content, JSON_HEX_TAG ); ?></script>
<?php
wp_enqueue_script( 'wp-block-library' );
wp_print_scripts();
?>
<script>
wp.blockLibrary.registerCoreBlocks();
const told = ( blocks ) => blocks.flatMap( ( block ) => [ [ block.name, block.isValid ], ...told( block.innerBlocks ) ] );
document.title = JSON.stringify( told( wp.blocks.parse( JSON.parse( document.getElementById( 'text' ).textContent ) ) ) );
</script>
