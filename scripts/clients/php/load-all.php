<?php

// Loads each class of the client once.

require __DIR__ . '/autoload.php';

$folder = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . '/client/lib'));
foreach ($folder as $file) {
    if ($file->getExtension() === 'php') {
        require_once $file->getPathname();
    }
}
